// The same module and document as SandboxBenchmarks.ModuleCall, in Node's V8: microseconds a call, median of 12 rounds of 1,000 calls.
// V8 has no reset: a round starts with a new instance, and memory is only put back, not the module's heap pointer.
//   dotnet run -c Release --project tests/Benchmarks -- document | node tests/Benchmarks/v8.mjs
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const input = readFileSync(0);
const bytes = readFileSync(new URL('tools/sdk/modules/fixed-fmv/build/fixed-fmv.wasm', root));
const module = await WebAssembly.compile(bytes);
let memory, alloc, run, image;
function renew() {
  const instance = new WebAssembly.Instance(module, { env: { abort: () => { throw new Error('aborted'); } } });
  ({ memory, alloc, run } = instance.exports);
  image = new Uint8Array(memory.buffer).slice();
}
renew();

function call() {
  const address = alloc(input.length);
  new Uint8Array(memory.buffer).set(input, address);
  const result = BigInt.asUintN(64, run(address, input.length));
  const start = Number(result >> 32n);
  return new Uint8Array(memory.buffer).slice(start, start + Number(result & 0xffffffffn));
}

const answer = new TextDecoder().decode(call());
const first = JSON.parse(answer);
if (first.charges?.length !== 40) throw new Error(`The module answered ${answer.slice(0, 500)}`);

const rounds = [];
for (let round = 0; round < 24; round++) {
  renew();
  const begin = process.hrtime.bigint();
  for (let i = 0; i < 1000; i++) {
    call();
    new Uint8Array(memory.buffer).set(image);
  }
  rounds.push(Number(process.hrtime.bigint() - begin) / 1e6);
}
const measured = rounds.slice(12).sort((a, b) => a - b);
console.log(`V8 ${process.versions.v8}: ${measured[6].toFixed(2)} µs a call (min ${measured[0].toFixed(2)}, max ${measured[11].toFixed(2)})`);
