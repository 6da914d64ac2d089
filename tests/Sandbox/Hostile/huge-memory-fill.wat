;; A memory.fill that cannot be paid writes nothing, not even a part.
;; expect: limit.fuel
;; fuel: 100000
(module
  (memory (export "memory") 1024)
  (func (export "run") (result i32)
    (memory.fill (i32.const 0) (i32.const 255) (i32.const 67108864))
    (i32.const 0))
  (func (export "intact") (result i32)
    (i32.eqz (i32.or (i32.load (i32.const 0)) (i32.load (i32.const 4096))))))
