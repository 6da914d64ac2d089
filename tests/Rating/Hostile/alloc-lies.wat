;; Gives room that is not in its memory.
;; expect: module.output_invalid
;; message: alloc returned an address outside
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const -8))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0)))
