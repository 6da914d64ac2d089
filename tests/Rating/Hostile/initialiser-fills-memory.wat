;; An initialiser that grows memory and fills it until its budget is gone.
;; expect: limit.fuel
;; message: could not be initialised
(module
  (memory (export "memory") 1)
  (func (export "_initialize")
    (drop (memory.grow (i32.const 1023)))
    (loop $forever (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x4000000)) (br $forever)))
  (func (export "billing_abi") (result i32) (i32.const 1))
  (func (export "alloc") (param i32) (result i32) (i32.const 32768))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0)))
