;; Text that ends within a character.
;; expect: module.output_invalid
;; message: not UTF-8
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\"a\":\"\c3")
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0x40000000007)))
