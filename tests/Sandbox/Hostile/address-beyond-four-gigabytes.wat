;; Base and offset add up to almost 8 GiB.
;; expect: trap.memory
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (i32.load offset=0xffffffff (i32.const -1))))
