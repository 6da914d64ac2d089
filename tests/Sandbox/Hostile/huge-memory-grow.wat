;; A memory.grow that cannot be paid grows nothing.
;; expect: limit.fuel
;; fuel: 100000
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (memory.grow (i32.const 1000)))
  (func (export "intact") (result i32)
    (i32.eq (memory.size) (i32.const 1))))
