;; Three functions that call each other in a circle.
;; expect: limit.stack
(module
  (func $one (export "run") (result i32) (i32.add (call $two) (i32.const 1)))
  (func $two (result i32) (i32.add (call $three) (i32.const 1)))
  (func $three (result i32) (i32.add (call $one) (i32.const 1))))
