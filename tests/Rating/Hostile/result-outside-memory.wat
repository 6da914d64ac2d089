;; Says that its result lies behind the end of its memory.
;; expect: module.output_invalid
;; message: outside its memory
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0x1000000000000a)))
