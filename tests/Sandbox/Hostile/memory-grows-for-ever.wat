;; Asks for another page without end, also after it was refused. It never gets more than the cap.
;; expect: limit.fuel
(module
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (loop $forever
      (drop (memory.grow (i32.const 1)))
      (br $forever))
    (i32.const 0)))
