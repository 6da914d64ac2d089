;; Calls an element outside of the table.
;; expect: trap.table
(module
  (type $f (func (result i32)))
  (table 2 funcref)
  (func (export "run") (result i32) (call_indirect (type $f) (i32.const -1))))
