;; An output of 2 GB, of which not a byte may be copied.
;; expect: limit.output
;; message: 2147483647 bytes
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0x7fffffff)))
