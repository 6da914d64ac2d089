;; Passes an integer off as a reference: the callee would read it as an object of the host.
;; expect: trap.indirect_call
(module
  (type $taken (func (param externref) (result i32)))
  (type $given (func (param i64) (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $callee)
  (func $callee (type $taken) (ref.is_null (local.get 0)))
  (func (export "run") (result i32) (call_indirect (type $given) (i64.const 0x4141414141414141) (i32.const 0))))
