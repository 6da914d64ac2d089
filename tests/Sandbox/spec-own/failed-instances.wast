;; What an instance wrote before it failed stays written, and what it put into another's table goes on working.

(module $host
  (type $number (func (result i32)))
  (memory (export "memory") 1 5)
  (table (export "table") 10 funcref)
  (global (export "counter") (mut i32) (i32.const 0))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "call") (param i32) (result i32) (call_indirect (type $number) (local.get 0)))
)
(register "host" $host)

;; A missing import is found before anything is written.
(assert_unlinkable
  (module
    (table (import "host" "table") 10 funcref)
    (memory (import "host" "nothing") 1)
    (func $f (result i32) (i32.const 0))
    (elem (i32.const 7) $f))
  "unknown import")
(assert_trap (invoke $host "call" (i32.const 7)) "uninitialized element")

;; The first segment is written, the second is outside: not even its first element is.
(assert_trap
  (module
    (table (import "host" "table") 10 funcref)
    (func $f (result i32) (i32.const 70))
    (elem (i32.const 7) $f)
    (elem (i32.const 8) $f $f $f))
  "out of bounds table access")
(assert_return (invoke $host "call" (i32.const 7)) (i32.const 70))
(assert_trap (invoke $host "call" (i32.const 8)) "uninitialized element")

(assert_trap
  (module
    (memory (import "host" "memory") 1)
    (data (i32.const 0) "abc")
    (data (i32.const 0xfffe) "xyz"))
  "out of bounds memory access")
(assert_return (invoke $host "load" (i32.const 0)) (i32.const 97))
(assert_return (invoke $host "load" (i32.const 0xfffe)) (i32.const 0))

;; Element segments come before data segments.
(assert_trap
  (module
    (table (import "host" "table") 10 funcref)
    (memory (import "host" "memory") 1)
    (data (i32.const 1) "B")
    (func $f)
    (elem (i32.const 10) $f))
  "out of bounds table access")
(assert_return (invoke $host "load" (i32.const 1)) (i32.const 98))

;; The start function traps: its instance lives on in the table, with its memory, globals, tables and segments.
(assert_trap
  (module
    (type $number (func (result i32)))
    (table (import "host" "table") 10 funcref)
    (global $shared (import "host" "counter") (mut i32))
    (memory 1 2)
    (table $own 1 2 funcref)
    (global $calls (mut i32) (i32.const 5))
    (data (i32.const 8) "\2a")
    (data $passive "\07")
    (elem (table 0) (i32.const 3) func $survivor)
    (elem $later func $answer)
    (func $answer (result i32) (i32.const 1000))
    (func $survivor (result i32)
      (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
      (global.set $shared (i32.add (global.get $shared) (i32.const 1)))
      (drop (memory.grow (i32.const 1)))
      (memory.init $passive (i32.const 0x10000) (i32.const 0) (i32.const 1))
      (drop (table.grow $own (ref.null func) (i32.const 1)))
      (table.init $own $later (i32.const 1) (i32.const 0) (i32.const 1))
      (i32.add
        (i32.add (global.get $calls) (i32.add (i32.load8_u (i32.const 8)) (i32.load8_u (i32.const 0x10000))))
        (call_indirect $own (type $number) (i32.const 1))))
    (func $main (unreachable))
    (start $main))
  "unreachable")
(assert_return (invoke $host "call" (i32.const 3)) (i32.const 1055))
(assert_return (invoke $host "call" (i32.const 3)) (i32.const 1056))
(assert_return (get $host "counter") (i32.const 2))

;; So does an instance whose segments did not fit.
(assert_trap
  (module
    (table (import "host" "table") 10 funcref)
    (memory 1)
    (elem (i32.const 4) $survivor)
    (data (i32.const 8) "\2b")
    (data (i32.const 0x10000) "\2b")
    (func $survivor (result i32) (i32.load8_u (i32.const 8))))
  "out of bounds memory access")
(assert_return (invoke $host "call" (i32.const 4)) (i32.const 43))
