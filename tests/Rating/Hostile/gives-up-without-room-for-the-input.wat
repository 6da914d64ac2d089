;; The same where room for the input is asked for.
;; expect: limit.memory
;; message: wanted more
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32)
    (if (i32.eq (memory.grow (i32.const 1024)) (i32.const -1)) (then (unreachable)))
    (i32.const 0))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0)))
