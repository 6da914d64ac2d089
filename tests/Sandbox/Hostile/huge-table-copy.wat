;; A table.copy that cannot be paid writes nothing.
;; expect: limit.fuel
;; fuel: 100000
(module
  (table $t 1000000 funcref)
  (elem (table $t) (i32.const 500000) func $intact)
  (func (export "run") (result i32)
    (table.copy $t $t (i32.const 0) (i32.const 500000) (i32.const 500000))
    (i32.const 0))
  (func $intact (export "intact") (result i32)
    (ref.is_null (table.get $t (i32.const 0)))))
