;; Takes all memory it is given and writes to every byte of it, again and again.
;; expect: limit.fuel
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (loop $forever
      (drop (memory.grow (i32.const 64)))
      (memory.fill (i32.const 0) (i32.const 255) (i32.mul (memory.size) (i32.const 65536)))
      (br $forever))
    (i32.const 0)))
