;; Does not even say which ABI it speaks.
;; expect: limit.fuel
;; message: could not be initialised
(module
  (memory (export "memory") 1)
  (func (export "billing_abi") (result i32) (loop $forever (br $forever)) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0)))
