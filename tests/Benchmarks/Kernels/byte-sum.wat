;; Sums the bytes of a range: the shortest loop that reads memory, so the one where anything done a block shows most.
(module
  (memory (export "memory") 17)
  (func (export "run") (param $at i32) (param $count i32) (result i64)
    (local $end i32) (local $sum i32)
    (local.set $end (i32.add (local.get $at) (local.get $count)))
    (if (local.get $count) (then
      (loop $next
        (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
        (br_if $next (i32.ne (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $end))))))
    (i64.extend_i32_u (local.get $sum))))
