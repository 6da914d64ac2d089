;; FNV-1a of a range: one multiplication hangs on the other.
(module
  (memory (export "memory") 17)
  (func (export "run") (param $at i32) (param $count i32) (result i64)
    (local $end i32) (local $hash i32)
    (local.set $end (i32.add (local.get $at) (local.get $count)))
    (local.set $hash (i32.const 0x811c9dc5))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $hash (i32.mul (i32.xor (local.get $hash) (i32.load8_u (local.get $at))) (i32.const 16777619)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i64.extend_i32_u (local.get $hash))))
