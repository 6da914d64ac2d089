;; Some 2^60 calls, never deep and without any loop.
;; expect: limit.time
;; fuel: 9223372036854775807
;; wall-clock-ms: 50
(module
  (func $twice (param i32)
    (if (local.get 0)
      (then
        (call $twice (i32.sub (local.get 0) (i32.const 1)))
        (call $twice (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "run") (result i32)
    (call $twice (i32.const 60))
    (i32.const 0)))
