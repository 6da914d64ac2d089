;; Grows to 64 MiB and returns all of it.
;; expect: limit.output
;; message: 67108864 bytes
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (drop (memory.grow (i32.const 1023)))
    (i64.const 0x4000000)))
