;; A start function that traps.
;; expect: trap.unreachable
(module
  (func $start (unreachable))
  (start $start))
