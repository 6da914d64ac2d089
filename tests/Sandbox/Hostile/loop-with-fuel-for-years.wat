;; A loop without end and all the fuel there is: the wall clock is the last wall.
;; expect: limit.time
;; fuel: 9223372036854775807
;; wall-clock-ms: 50
(module
  (func (export "run") (result i32)
    (loop $forever (br $forever))
    (i32.const 0)))
