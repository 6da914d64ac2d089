;; No integer is not a number.
;; expect: trap.invalid_conversion
(module
  (global $nan (mut f64) (f64.const nan))
  (func (export "run") (result i32)
    (i32.trunc_f64_s (global.get $nan))))
