;; A chain of 128-bit multiplications by halves, as exact decimals do them: 64-bit arithmetic, results through memory.
(module
  (memory (export "memory") 17)
  (func $multiply (param $to i32) (param $low i64) (param $high i64) (param $by i64)
    (local $a i64) (local $b i64) (local $c i64) (local $d i64) (local $p i64) (local $q i64)
    (local.set $a (i64.and (local.get $low) (i64.const 0xffffffff)))
    (local.set $b (i64.shr_u (local.get $low) (i64.const 32)))
    (local.set $c (i64.and (local.get $by) (i64.const 0xffffffff)))
    (local.set $d (i64.shr_u (local.get $by) (i64.const 32)))
    (local.set $p (i64.mul (local.get $a) (local.get $c)))
    (local.set $q (i64.add (i64.mul (local.get $b) (local.get $c)) (i64.shr_u (local.get $p) (i64.const 32))))
    (local.set $a (i64.add (i64.mul (local.get $a) (local.get $d)) (i64.and (local.get $q) (i64.const 0xffffffff))))
    (i64.store (local.get $to) (i64.or (i64.shl (local.get $a) (i64.const 32)) (i64.and (local.get $p) (i64.const 0xffffffff))))
    (i64.store offset=8 (local.get $to)
      (i64.add
        (i64.add (i64.mul (local.get $b) (local.get $d)) (i64.shr_u (local.get $q) (i64.const 32)))
        (i64.add (i64.shr_u (local.get $a) (i64.const 32)) (i64.mul (local.get $high) (local.get $by))))))
  (func (export "run") (param $seed i32) (param $count i32) (result i64)
    (i64.store (i32.const 64) (i64.or (i64.extend_i32_u (local.get $seed)) (i64.const 1)))
    (i64.store offset=8 (i32.const 64) (i64.const 0))
    (if (local.get $count) (then
      (loop $next
        (call $multiply (i32.const 64) (i64.load (i32.const 64)) (i64.load offset=8 (i32.const 64)) (i64.const 0x9e3779b97f4a7c15))
        (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))))
    (i64.xor (i64.load (i32.const 64)) (i64.load offset=8 (i32.const 64)))))
