;; A module that leaves traces wherever a reset must find them, and tells in its result whether it met any.
;; Its input begins with what to do: w works, g grows memory and fills it, t traps, a aborts, f never ends. LETTER and MULTIPLIER are replaced, so that there are several.
(module
  (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
  (memory (export "memory") 2)
  (global $calls (mut i32) (i32.const 0))
  (global $next (mut i32) (i32.const 4096))
  (table $functions 3 funcref)
  (elem (i32.const 0) $zero $one)
  (elem $later func $one)

  (func $zero (result i32) (i32.const 0))
  (func $one (result i32) (i32.const 1))

  (func (export "billing_abi") (result i32) (i32.const 1))

  (func (export "alloc") (param $length i32) (result i32)
    (global.get $next)
    (global.set $next (i32.add (global.get $next) (local.get $length))))

  ;; How often the cell was counted up, this time included.
  (func $count (param $cell i32) (result i32)
    (i32.store8 (local.get $cell) (i32.add (i32.load8_u (local.get $cell)) (i32.const 1)))
    (i32.load8_u (local.get $cell)))

  (func $act (param $kind i32)
    (if (i32.eq (local.get $kind) (i32.const 0x67))
      (then
        (drop (memory.grow (i32.const 20)))
        (memory.fill (i32.const 0x20000) (i32.const 7) (i32.const 0x140000))))
    (if (i32.eq (local.get $kind) (i32.const 0x74)) (then (unreachable)))
    (if (i32.eq (local.get $kind) (i32.const 0x61)) (then (call $abort (i32.const 0) (i32.const 0) (i32.const 7) (i32.const 3))))
    (if (i32.eq (local.get $kind) (i32.const 0x66)) (then (loop $forever (br $forever)))))

  (func (export "run") (param $input i32) (param $length i32) (result i64)
    (local $at i32) (local $hash i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.store8 (i32.const 600) (i32.const LETTER))
    (i32.store8 (i32.const 601) (i32.add (i32.const 0x30) (global.get $calls)))
    (i32.store8 (i32.const 602) (i32.add (i32.const 0x30) (call $count (i32.const 512))))
    (i32.store8 (i32.const 603) (i32.add (i32.const 0x30) (call $count (i32.const 130000))))
    (i32.store8 (i32.const 604) (i32.add (i32.const 0x30) (call_indirect (result i32) (i32.const 0))))
    (i32.store8 (i32.const 605) (i32.add (i32.const 0x30) (table.size $functions)))
    (drop (table.grow $functions (ref.null func) (i32.const 2)))
    (table.init $functions $later (i32.const 0) (i32.const 0) (i32.const 1))
    (elem.drop $later)
    (i32.store8 (i32.const 606) (i32.add (i32.const 0x30) (memory.size)))
    (call $act (i32.load8_u (local.get $input)))
    (local.set $hash (i32.const LETTER))
    (loop $bytes
      (local.set $hash
        (i32.mul (i32.xor (local.get $hash) (i32.load8_u (i32.add (local.get $input) (local.get $at)))) (i32.const MULTIPLIER)))
      (br_if $bytes (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $length))))
    (local.set $at (i32.const 607))
    (loop $digits
      (i32.store8 (local.get $at) (i32.add (i32.const 0x61) (i32.and (local.get $hash) (i32.const 15))))
      (local.set $hash (i32.shr_u (local.get $hash) (i32.const 4)))
      (br_if $digits (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 615))))
    (i64.or (i64.shl (i64.const 600) (i64.const 32)) (i64.const 15))))
