;; Sets an immutable global.
;; expect: module.invalid
(module
  (global $g i32 (i32.const 1))
  (func (export "run") (result i32)
    (global.set $g (i32.const 2))
    (i32.const 0)))
