;; An abort whose message lies nowhere.
;; expect: module.abort
;; message: no message (unknown file:1:2)
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (call $abort (i32.const -2) (i32.const 3) (i32.const 1) (i32.const 2))
    (i64.const 0)))
