;; A memory.copy that cannot be paid writes nothing, not even a part.
;; expect: limit.fuel
;; fuel: 100000
(module
  (memory (export "memory") 1024)
  (data (i32.const 33554432) "\ff\ff\ff\ff")
  (func (export "run") (result i32)
    (memory.copy (i32.const 0) (i32.const 33554432) (i32.const 33554432))
    (i32.const 0))
  (func (export "intact") (result i32)
    (i32.eqz (i32.or (i32.load (i32.const 0)) (i32.load (i32.const 4096))))))
