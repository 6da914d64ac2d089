// The other side of V8Contender: for each number on standard input, does the work that many times and says how long it took.
//   node v8.mjs MODULE DATA FIRST SECOND    calls run(FIRST, SECOND), DATA in memory
//   node v8.mjs MODULE DATA                 calls a billing module by its ABI with the document DATA
// V8 has no reset: memory is put back after each call of a billing module, and a new instance made where its heap would have grown.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [modulePath, dataPath, first, second] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(modulePath));
const data = readFileSync(dataPath);
const CALLS_AN_INSTANCE = 1000;

function instantiate() {
  return new WebAssembly.Instance(module, { env: { abort: () => { throw new Error('aborted'); } } }).exports;
}

function kernel() {
  const { memory, run } = instantiate();
  new Uint8Array(memory.buffer).set(data, 65536);
  return () => run(Number(first), Number(second));
}

function billingModule() {
  let exports, image, calls = CALLS_AN_INSTANCE;
  return () => {
    if (calls++ === CALLS_AN_INSTANCE) {
      exports = instantiate();
      image = new Uint8Array(exports.memory.buffer).slice();
      calls = 1;
    }
    const address = exports.alloc(data.length);
    new Uint8Array(exports.memory.buffer).set(data, address);
    const result = BigInt.asUintN(64, exports.run(address, data.length));
    const start = Number(result >> 32n);
    const output = new Uint8Array(exports.memory.buffer).slice(start, start + Number(result & 0xffffffffn));
    new Uint8Array(exports.memory.buffer).set(image);
    return BigInt(output.length);
  };
}

const work = first === undefined ? billingModule() : kernel();
for await (const line of createInterface({ input: process.stdin })) {
  let answer = 0n;
  const begin = process.hrtime.bigint();
  for (let left = Number(line); left > 0; left--) answer = work();
  const nanoseconds = Number(process.hrtime.bigint() - begin);
  console.log(`{"microseconds":${nanoseconds / 1000},"answer":${answer}}`);
}
