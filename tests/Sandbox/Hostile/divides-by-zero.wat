;; A remainder by zero.
;; expect: trap.integer_divide_by_zero
(module
  (global $zero (mut i32) (i32.const 0))
  (func (export "run") (result i32)
    (i32.rem_u (i32.const 1) (global.get $zero))))
