;; The one quotient that cannot be represented.
;; expect: trap.integer_overflow
(module
  (global $minus (mut i64) (i64.const -1))
  (func (export "run") (result i32)
    (i32.wrap_i64 (i64.div_s (i64.const 0x8000000000000000) (global.get $minus)))))
