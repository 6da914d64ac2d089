;; Asks for another thousand elements without end, also after it was refused.
;; expect: limit.fuel
(module
  (table 0 externref)
  (func (export "run") (result i32)
    (loop $forever
      (drop (table.grow 0 (ref.null extern) (i32.const 1000)))
      (br $forever))
    (i32.const 0)))
