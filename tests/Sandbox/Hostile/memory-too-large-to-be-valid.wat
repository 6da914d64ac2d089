;; Declares more memory than there are addresses.
;; expect: module.invalid
(module
  (memory (export "memory") 65537)
  (func (export "run") (result i32) (i32.const 0)))
