;; Base and offset add up to 4 in 32 bits, where there is memory.
;; expect: trap.memory
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (i32.load offset=8 (i32.const -4))))
