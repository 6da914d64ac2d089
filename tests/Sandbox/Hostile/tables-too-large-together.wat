;; Each table is allowed, all of them are not.
;; expect: limit.memory
(module
  (table 600000 funcref)
  (table 600000 funcref)
  (table 600000 funcref)
  (func (export "run") (result i32) (i32.const 0)))
