;; An active data segment at the last address there is.
;; expect: trap.memory
(module
  (memory (export "memory") 1)
  (data (i32.const -1) "four")
  (func (export "run") (result i32) (i32.const 0)))
