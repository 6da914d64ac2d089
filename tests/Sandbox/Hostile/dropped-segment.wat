;; Uses a data segment after dropping it.
;; expect: trap.memory
(module
  (memory (export "memory") 1)
  (data $d "data")
  (func (export "run") (result i32)
    (data.drop $d)
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))
    (i32.const 0)))
