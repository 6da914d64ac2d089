;; The start function recurses.
;; expect: limit.stack
(module
  (func $start (call $start) (nop))
  (start $start))
