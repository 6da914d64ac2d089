;; Its own handler of failures fails: it aborts while it makes up the message of another abort. The first one ends the call.
;; expect: module.abort
;; message: the inner one
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\1a\00\00\00\74\00\68\00\65\00\20\00\69\00\6e\00\6e\00\65\00\72\00\20\00\6f\00\6e\00\65\00")
  (data (i32.const 64) "\1a\00\00\00\74\00\68\00\65\00\20\00\6f\00\75\00\74\00\65\00\72\00\20\00\6f\00\6e\00\65\00")
  (func $handler (result i32)
    (call $abort (i32.const 20) (i32.const 0) (i32.const 1) (i32.const 1))
    (i32.const 68))
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (call $abort (call $handler) (i32.const 0) (i32.const 2) (i32.const 2))
    (i64.const 0)))
