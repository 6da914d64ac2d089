;; One indirect call a step, to four functions in turn.
(module
  (type $step (func (param i32) (result i32)))
  (memory (export "memory") 17)
  (table 4 funcref)
  (elem (i32.const 0) $add $double $flip $mix)
  (func $add (type $step) (i32.add (local.get 0) (i32.const 7)))
  (func $double (type $step) (i32.shl (local.get 0) (i32.const 1)))
  (func $flip (type $step) (i32.xor (local.get 0) (i32.const 0x5bd1e995)))
  (func $mix (type $step) (i32.rotl (local.get 0) (i32.const 13)))
  (func (export "run") (param $value i32) (param $count i32) (result i64)
    (if (local.get $count) (then
      (loop $next
        (local.set $value (call_indirect (type $step) (local.get $value) (i32.and (local.get $count) (i32.const 3))))
        (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))))
    (i64.extend_i32_u (local.get $value))))
