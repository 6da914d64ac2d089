;; An active data segment that ends outside of the memory.
;; expect: trap.memory
(module
  (memory (export "memory") 1)
  (data (i32.const 65533) "four")
  (func (export "run") (result i32) (i32.const 0)))
