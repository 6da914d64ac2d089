;; Calls an empty element.
;; expect: trap.indirect_call
(module
  (type $f (func (result i32)))
  (table 2 funcref)
  (func (export "run") (result i32) (call_indirect (type $f) (i32.const 1))))
