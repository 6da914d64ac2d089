;; Declares four billion elements.
;; expect: limit.memory
(module
  (table 0xffffffff funcref)
  (func (export "run") (result i32) (i32.const 0)))
