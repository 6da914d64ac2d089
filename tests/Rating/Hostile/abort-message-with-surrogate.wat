;; An abort whose message is half a surrogate pair.
;; expect: module.abort
;; message: �
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\02\00\00\00\00\d8")
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (call $abort (i32.const 20) (i32.const 0) (i32.const 1) (i32.const 2))
    (i64.const 0)))
