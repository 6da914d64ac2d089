;; A memory.fill whose end lies outside writes nothing.
;; expect: trap.memory
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (memory.fill (i32.const 0) (i32.const 255) (i32.const 65537))
    (i32.const 0))
  (func (export "intact") (result i32)
    (i32.eqz (i32.load (i32.const 0)))))
