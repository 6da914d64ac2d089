;; Walks over JSON: counts strings, skips escapes, follows the nesting. Small blocks, many branches.
(module
  (memory (export "memory") 17)
  (func (export "run") (param $at i32) (param $count i32) (result i64)
    (local $end i32) (local $strings i32) (local $depth i32) (local $deepest i32) (local $byte i32)
    (local.set $end (i32.add (local.get $at) (local.get $count)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (if (i32.eq (local.get $byte) (i32.const 34)) (then
          (local.set $strings (i32.add (local.get $strings) (i32.const 1)))
          (block $closed
            (loop $char
              (br_if $closed (i32.ge_u (local.get $at) (local.get $end)))
              (local.set $byte (i32.load8_u (local.get $at)))
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (br_if $closed (i32.eq (local.get $byte) (i32.const 34)))
              (if (i32.eq (local.get $byte) (i32.const 92))
                (then (local.set $at (i32.add (local.get $at) (i32.const 1)))))
              (br $char)))
          (br $next)))
        (if (i32.or (i32.eq (local.get $byte) (i32.const 123)) (i32.eq (local.get $byte) (i32.const 91)))
          (then
            (local.set $depth (i32.add (local.get $depth) (i32.const 1)))
            (if (i32.gt_s (local.get $depth) (local.get $deepest)) (then (local.set $deepest (local.get $depth)))))
          (else
            (if (i32.or (i32.eq (local.get $byte) (i32.const 125)) (i32.eq (local.get $byte) (i32.const 93)))
              (then (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))))))
        (br $next)))
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $deepest)) (i64.const 32))
      (i64.extend_i32_u (local.get $strings)))))
