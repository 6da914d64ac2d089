;; A start function that never ends and has all the fuel there is.
;; expect: limit.time
;; fuel: 9223372036854775807
;; wall-clock-ms: 50
(module
  (func $start (loop $forever (br $forever)))
  (start $start))
