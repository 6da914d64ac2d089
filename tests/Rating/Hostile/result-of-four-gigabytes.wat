;; An output of 4 GB: its length must not be taken for a negative one.
;; expect: limit.output
;; message: 4294967295 bytes
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0xffffffff)))
