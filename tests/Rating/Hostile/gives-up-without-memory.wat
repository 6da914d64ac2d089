;; Wants more memory than a call may have, as an allocator does, and gives up when it is refused.
;; expect: limit.memory
;; message: wanted more, and 67108864 are allowed
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 0))
  (func (export "run") (param i32 i32) (result i64)
    (if (i32.eq (memory.grow (i32.const 1024)) (i32.const -1)) (then (unreachable)))
    (i64.const 0)))
