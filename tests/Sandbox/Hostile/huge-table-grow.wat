;; A table.grow that cannot be paid grows nothing.
;; expect: limit.fuel
;; fuel: 100000
(module
  (table $t 1 funcref)
  (func (export "run") (result i32)
    (table.grow $t (ref.null func) (i32.const 900000)))
  (func (export "intact") (result i32)
    (i32.eq (table.size $t) (i32.const 1))))
