;; An active element segment that ends outside of the table.
;; expect: trap.table
(module
  (table 1 funcref)
  (elem (i32.const 1) $run)
  (func $run (export "run") (result i32) (i32.const 0)))
