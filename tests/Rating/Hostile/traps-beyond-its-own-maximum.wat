;; Refused by the maximum that it declares itself: the host allows more, so the trap is its own.
;; expect: trap.unreachable
(module
  (memory (export "memory") 1 2)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 0))
  (func (export "run") (param i32 i32) (result i64)
    (if (i32.eq (memory.grow (i32.const 5)) (i32.const -1)) (then (unreachable)))
    (i64.const 0)))
