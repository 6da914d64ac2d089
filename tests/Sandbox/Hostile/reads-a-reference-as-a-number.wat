;; Stores a function reference in memory to learn an address of the host.
;; expect: module.invalid
(module
  (memory 1)
  (elem declare func $run)
  (func $run (export "run") (result i32)
    (i64.store (i32.const 0) (ref.func $run))
    (i32.load (i32.const 0))))
