;; Aborts in its 990th frame.
;; expect: module.abort
;; message: deep down
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\12\00\00\00\64\00\65\00\65\00\70\00\20\00\64\00\6f\00\77\00\6e\00")
  (func $down (param i32)
    (if (local.get 0)
      (then (call $down (i32.sub (local.get 0) (i32.const 1))))
      (else (call $abort (i32.const 20) (i32.const 0) (i32.const 1) (i32.const 1)))))
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (call $down (i32.const 990))
    (i64.const 0)))
