;; A store whose last byte lies outside writes none.
;; expect: trap.memory
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (i64.store (i32.const 65529) (i64.const -1))
    (i32.const 0))
  (func (export "intact") (result i32)
    (i32.eqz (i32.load (i32.const 65529)))))
