// Runs generated modules in V8 and tells what came of each. DifferentialRun keeps one of these for many modules.
// In:  u32 length, the module to link with; then for each case u32 length and: u32 length, module, u8 calls, and for each call
//      u8 length, name, u8 count, arguments (u8 type, u64 bits), u8 count, types of the results. 255 calls: only whether the module is valid.
// Out: for each case a line, a JSON array of what happened. Its words are those of Transcript.cs.
import { createHash } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';

const [I32, I64, F32, F64, , FUNCREF] = [0, 1, 2, 3, 4, 5, 6];
const letters = { i: I32, l: I64, f: F32, d: F64, r: FUNCREF, x: 6 };
const defaults = [7, 7n, 1.5, 2.5, null, null, null];

const traps = [
  ['unreachable', 'trap.unreachable'],
  ['memory access out of bounds', 'trap.memory'],
  ['data segment is out of bounds', 'trap.memory'],
  ['data segment out of bounds', 'trap.memory'],
  ['table index is out of bounds', 'trap.table'],
  ['table access out of bounds', 'trap.table'],
  ['element segment out of bounds', 'trap.table'],
  ['null function or function signature mismatch', 'trap.indirect_call'],
  ['divide by zero', 'trap.integer_divide_by_zero'],
  ['remainder by zero', 'trap.integer_divide_by_zero'],
  ['divide result unrepresentable', 'trap.integer_overflow'],
  ['float unrepresentable in integer range', 'trap.float_unrepresentable'],
];

class Refused extends Error {}

function kindOf(error) {
  if (error instanceof Refused) return 'host.refused';
  if (error instanceof RangeError && error.message.includes('call stack')) return 'limit.stack';
  if (!(error instanceof WebAssembly.RuntimeError)) return `${error.constructor.name}: ${error.message}`;
  return traps.find(([text]) => error.message.includes(text))?.[1] ?? `unknown: ${error.message}`;
}

const view = new DataView(new ArrayBuffer(8));
const hex = (digits) => view.getBigUint64(0).toString(16).padStart(16, '0').slice(16 - digits);

function show(type, value) {
  view.setBigUint64(0, 0n);
  switch (type) {
    case I32: view.setInt32(4, value); return `i32:${hex(8)}`;
    case I64: view.setBigInt64(0, value); return `i64:${hex(16)}`;
    case F32: view.setFloat32(4, value); return Number.isNaN(value) ? 'f32:nan' : `f32:${hex(8)}`;
    case F64: view.setFloat64(0, value); return Number.isNaN(value) ? 'f64:nan' : `f64:${hex(16)}`;
    // The name of an exported function is its index.
    case FUNCREF: return `func:${value === null ? 'null' : value.name}`;
    default: return `extern:${value}`;
  }
}

// For a reference the bits count from 1: which string, or which exported function; 0 is null.
function argument(type, bits, exports) {
  view.setBigUint64(0, bits);
  switch (type) {
    case I32: return view.getInt32(4);
    case I64: return view.getBigInt64(0);
    case F32: return view.getFloat32(4);
    case F64: return view.getFloat64(0);
    case FUNCREF: return bits === 0n ? null : exports[`f${bits - 1n}`];
    default: return bits === 0n ? null : `e${bits - 1n}`;
  }
}

// The signature is part of the name. A result is the first argument of its type.
function hostFunction(name, lines) {
  const [parameters, results] = name.split(':')[1].split('>').map((types) => [...types].map((letter) => letters[letter]));
  return (...given) => {
    lines.push(`  ${[name, ...given.map((value, i) => show(parameters[i], value))].join(' ')}`);
    const first = parameters.indexOf(I32);
    if (first >= 0 && (given[first] & 15) === 12) throw new Refused();
    const values = results.map((type) => {
      const found = parameters.indexOf(type);
      const value = found < 0 ? defaults[type] : given[found];
      return Number.isNaN(value) ? 0.5 : value;
    });
    return values.length > 1 ? values : values[0];
  };
}

function call(lines, exports, name, values, results) {
  try {
    const value = exports[name](...values);
    const all = results.length > 1 ? value : results.length === 1 ? [value] : [];
    lines.push([name, '->', ...all.map((one, i) => show(results[i], one))].join(' '));
  } catch (error) {
    lines.push(`${name} -> ${kindOf(error)}`);
  }
}

// Without an instance nobody tells which functions a shared table holds.
function finish(lines, whose, exports, withTables) {
  for (const [name, value] of Object.entries(exports)) {
    if (value instanceof WebAssembly.Memory) {
      lines.push(`${whose} ${name} ${value.buffer.byteLength} ${createHash('sha256').update(new Uint8Array(value.buffer)).digest('hex')}`);
    } else if (withTables && value instanceof WebAssembly.Table) {
      const elements = Array.from({ length: value.length }, (_, i) => value.get(i));
      lines.push([whose, name, ...elements.map((one) => show(name.startsWith('x') ? 6 : FUNCREF, one))].join(' '));
    }
  }
}

function run(wasm, calls, linkedModule) {
  const lines = [];
  const module = new WebAssembly.Module(wasm);
  const imports = WebAssembly.Module.imports(module);
  const linked = imports.some((one) => one.module === 'linked') ? new WebAssembly.Instance(linkedModule).exports : undefined;
  const host = { reached() {} };
  for (const { module: from, name } of imports) if (from === 'host' && name !== 'reached') host[name] = hostFunction(name, lines);
  let exports;
  try {
    ({ exports } = new WebAssembly.Instance(module, { host, linked }));
    lines.push('instantiate ->');
  } catch (error) {
    lines.push(`instantiate -> ${kindOf(error)}`);
  }
  if (exports) {
    for (const { name, given, results } of calls) {
      exports.refill();
      call(lines, exports, name, given.map(([type, bits]) => argument(type, bits, exports)), results);
    }
    finish(lines, 'own', exports, true);
  }
  if (linked) finish(lines, 'linked', linked, exports !== undefined);
  return lines;
}

function read(length) {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length;) {
    const got = readSync(0, bytes, at, length - at);
    if (got === 0) process.exit(0);
    at += got;
  }
  return bytes;
}

const readFrame = () => read(read(4).readUInt32LE());

function parse(frame) {
  let at = 0;
  const byte = () => frame[at++];
  const take = (length) => frame.subarray(at, (at += length));
  const wasm = take(take(4).readUInt32LE());
  const count = byte();
  if (count === 255) return { wasm };
  const calls = Array.from({ length: count }, () => ({
    name: take(byte()).toString('latin1'),
    given: Array.from({ length: byte() }, () => [byte(), take(8).readBigUInt64LE()]),
    results: Array.from({ length: byte() }, byte),
  }));
  return { wasm, calls };
}

const linkedModule = new WebAssembly.Module(readFrame());
for (let count = 1; ; count++) {
  const { wasm, calls } = parse(readFrame());
  let lines;
  try {
    lines = calls ? run(wasm, calls, linkedModule) : (new WebAssembly.Module(wasm), []);
  } catch (error) {
    lines = [`refused: ${error.message}`];
  }
  const answer = Buffer.from(`${JSON.stringify(lines)}\n`);
  for (let at = 0; at < answer.length;) at += writeSync(1, answer, at);
  // Each memory reserves gigabytes of addresses until it is collected.
  if (count % 100 === 0) globalThis.gc?.();
}
