;; Aborts before there is an instance.
;; expect: module.abort
;; message: so early
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\10\00\00\00\73\00\6f\00\20\00\65\00\61\00\72\00\6c\00\79\00")
  (func $start (call $abort (i32.const 20) (i32.const 0) (i32.const 1) (i32.const 2)))
  (start $start)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0)))
