;; An abort whose message holds U+0000, which no database takes.
;; expect: module.abort
;; message: nothing�here (unknown file:1:2)
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\18\00\00\00\6e\00\6f\00\74\00\68\00\69\00\6e\00\67\00\00\00\68\00\65\00\72\00\65\00")
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (call $abort (i32.const 20) (i32.const 0) (i32.const 1) (i32.const 2))
    (i64.const 0)))
