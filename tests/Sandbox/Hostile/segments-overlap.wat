;; Segments that overlap are written in their order.
;; expect: ok 65
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "BBBB")
  (data (i32.const 1) "AAAA")
  (data (i32.const 2) "")
  (func (export "run") (result i32) (i32.load8_u (i32.const 1))))
