;; A table.fill that cannot be paid writes nothing.
;; expect: limit.fuel
;; fuel: 100000
(module
  (table $t 1000000 funcref)
  (elem declare func $intact)
  (func (export "run") (result i32)
    (table.fill $t (i32.const 0) (ref.func $intact) (i32.const 1000000))
    (i32.const 0))
  (func $intact (export "intact") (result i32)
    (ref.is_null (table.get $t (i32.const 0)))))
