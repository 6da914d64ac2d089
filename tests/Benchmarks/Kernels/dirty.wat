;; Writes one number into each of so many parts of 4 KiB, 8 KiB apart, of an image of 1 MiB that is not empty.
(module
  (memory (export "memory") 16)
  (data (i32.const 0) "an image")
  (data (i32.const 1048000) "its end")
  (func (export "run") (param $at i32) (param $parts i32) (result i64)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $parts)))
        (i64.store (local.get $at) (i64.const -1))
        (local.set $at (i32.add (local.get $at) (i32.const 8192)))
        (local.set $parts (i32.sub (local.get $parts) (i32.const 1)))
        (br $next)))
    (i64.extend_i32_u (local.get $at))))
