;; Widens bytes to 16-bit units half a megabyte further on: every step reads, writes and marks what it wrote.
(module
  (memory (export "memory") 49)
  (func (export "run") (param $at i32) (param $count i32) (result i64)
    (local $end i32) (local $to i32)
    (local.set $end (i32.add (local.get $at) (local.get $count)))
    (local.set $to (local.get $end))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (i32.store16 (local.get $to) (i32.load8_u (local.get $at)))
        (local.set $to (i32.add (local.get $to) (i32.const 2)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i64.extend_i32_u (local.get $to))))
