;; A start function that never ends.
;; expect: limit.fuel
(module
  (func $start (loop $forever (br $forever)))
  (start $start))
