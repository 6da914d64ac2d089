;; Leaves a float where an integer is promised.
;; expect: module.invalid
(module
  (func (export "run") (result i32) (f64.const 1)))
