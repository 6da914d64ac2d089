;; An abort says why.
;; expect: module.abort
;; message: no such plan (plan.ts:7:3)
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\18\00\00\00\6e\00\6f\00\20\00\73\00\75\00\63\00\68\00\20\00\70\00\6c\00\61\00\6e\00")
  (data (i32.const 64) "\0e\00\00\00\70\00\6c\00\61\00\6e\00\2e\00\74\00\73\00")
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (call $abort (i32.const 20) (i32.const 68) (i32.const 7) (i32.const 3))
    (i64.const 0)))
