// The other side of V8Contender: for each number on standard input, does the work that many times and says how long it took.
//   node v8.mjs MODULE DATA FIRST SECOND    calls run(FIRST, SECOND), DATA in memory
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [module, data, first, second] = process.argv.slice(2);
const { memory, run } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(module))).exports;
new Uint8Array(memory.buffer).set(readFileSync(data), 65536);

for await (const line of createInterface({ input: process.stdin })) {
  let answer = 0n;
  const begin = process.hrtime.bigint();
  for (let left = Number(line); left > 0; left--) answer = run(Number(first), Number(second));
  const nanoseconds = Number(process.hrtime.bigint() - begin);
  console.log(`{"microseconds":${nanoseconds / 1000},"answer":${answer}}`);
}
