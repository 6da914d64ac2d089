;; Gives room that ends one byte after its memory.
;; expect: module.output_invalid
;; message: alloc returned an address outside
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.sub (i32.const 65537) (local.get 0)))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0)))
