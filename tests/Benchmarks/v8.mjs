// The module in Node's V8, for `Billing.Benchmarks compare`: prints the SHA-256 of its answer, then for every line it is sent the microseconds a call took in a round of so many calls.
//   node tests/Benchmarks/v8.mjs MODULE DOCUMENT CALLS
// Like our engine, every call starts from the image: what the last one wrote is put back, globals included, of which the allocator's is one.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [moduleFile, documentFile, calls] = process.argv.slice(2);
const input = readFileSync(documentFile);
const { bytes, names } = withGlobalsExported(readFileSync(moduleFile));
const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { abort: () => { throw new Error('aborted'); } } });
const { memory, alloc, run } = instance.exports;
const image = new Uint8Array(memory.buffer).slice();
const globals = names.map((name) => ({ global: instance.exports[name], value: instance.exports[name].value }));

let view = new Uint8Array(memory.buffer);
function bytesOfMemory() {
  if (view.buffer !== memory.buffer) view = new Uint8Array(memory.buffer);
  return view;
}

function call() {
  const address = alloc(input.length);
  bytesOfMemory().set(input, address);
  const result = BigInt.asUintN(64, run(address, input.length));
  const start = Number(result >> 32n);
  return bytesOfMemory().slice(start, start + Number(result & 0xffffffffn));
}

/** The heap only grows: below the highest global nothing is left, above it nothing was written. */
function reset() {
  let used = image.length;
  for (const { global } of globals) if (typeof global.value === 'number') used = Math.max(used, global.value);
  const now = bytesOfMemory();
  now.set(image);
  now.fill(0, image.length, Math.min(used, now.length));
  for (const { global, value } of globals) global.value = value;
}

console.log(createHash('sha256').update(call()).digest('hex'));
reset();
for await (const _ of createInterface({ input: process.stdin })) {
  const begin = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) {
    call();
    reset();
  }
  console.log(Number(process.hrtime.bigint() - begin) / 1e3 / calls);
}

/** The same module with each mutable global of its own exported, so that it can be put back. */
function withGlobalsExported(module) {
  const sections = sectionsOf(module);
  const mutable = mutableGlobals(sections.find(({ id }) => id === 6)?.body ?? Buffer.of(0));
  const names = mutable.map((index) => `global ${index}`);
  const entries = mutable.flatMap((index, i) => [...unsigned(names[i].length), ...Buffer.from(names[i]), 3, ...unsigned(index)]);
  const parts = sections.map(({ id, body }) => {
    if (id !== 7) return Buffer.concat([Buffer.of(id, ...unsigned(body.length)), body]);
    const count = number(body, 0);
    const more = Buffer.concat([Buffer.from(unsigned(count.value + names.length)), body.subarray(count.next), Buffer.from(entries)]);
    return Buffer.concat([Buffer.of(id, ...unsigned(more.length)), more]);
  });
  return { bytes: Buffer.concat([module.subarray(0, 8), ...parts]), names };
}

function sectionsOf(module) {
  const sections = [];
  for (let at = 8; at < module.length; ) {
    const size = number(module, at + 1);
    sections.push({ id: module[at], body: module.subarray(size.next, size.next + size.value) });
    at = size.next + size.value;
  }
  return sections;
}

/** Their initialisers are constants of 32 or 64 bits. */
function mutableGlobals(body) {
  const found = [];
  const count = number(body, 0);
  for (let index = 0, at = count.next; index < count.value; index++) {
    if (body[at + 1] === 1) found.push(index);
    if (body[at + 2] !== 0x41 && body[at + 2] !== 0x42) throw new Error(`global ${index} does not start as a constant`);
    at = number(body, at + 3).next + 1;
  }
  return found;
}

/** LEB128. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value: value >>> 0, next: at };
  }
}

function unsigned(value) {
  const bytes = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}
