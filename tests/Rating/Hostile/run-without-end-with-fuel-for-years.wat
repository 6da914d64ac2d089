;; Never answers, and fuel would last for years.
;; expect: limit.time
;; fuel: 1152921504606846976
;; wall-clock-ms: 50
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (loop $forever (br $forever)) (i64.const 0)))
