;; An abort with a message of 32 kB, of which the beginning is kept.
;; expect: module.abort
;; message: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\00\7d\00\00")
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (local $at i32)
    (loop $next
      (i32.store16 offset=20 (local.get $at) (i32.const 97))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 2))) (i32.const 32000))))
    (call $abort (i32.const 20) (i32.const 0) (i32.const 1) (i32.const 2))
    (i64.const 0)))
