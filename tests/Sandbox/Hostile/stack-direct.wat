;; A function that calls itself.
;; expect: limit.stack
(module
  (func $run (export "run") (result i32)
    (i32.add (call $run) (i32.const 1))))
