;; A loop whose way back is a branch table.
;; expect: limit.fuel
(module
  (func (export "run") (result i32)
    (loop $forever (br_table $forever $forever $forever (i32.const 1)))
    (i32.const 0)))
