;; Calls itself without end where room is asked for.
;; expect: limit.stack
;; message: call stack limit
(module
  (memory (export "memory") 1)
  (func $down (call $down))
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (call $down) (i32.const 0))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0)))
