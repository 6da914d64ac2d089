;; A function that calls itself through a table.
;; expect: limit.stack
(module
  (type $run (func (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $run)
  (func $run (export "run") (type $run)
    (i32.add (call_indirect (type $run) (i32.const 0)) (i32.const 1))))
