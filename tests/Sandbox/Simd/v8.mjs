// Runs the modules that SimdAgainstV8Tests.Write_the_modules_for_V8 wrote into a folder and prints digests of what they leave in memory:
// one for each instruction, one for each program. Lanes that may hold any NaN are made canonical first, because V8 gives whatever the processor gives.
// usage: node v8.mjs FOLDER > v8.json
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const output = 65536;
const outputBytes = 112 * 112 * 16;

function makeCanonical(bytes, lanes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (lanes === 'F32') {
    for (let at = 0; at < bytes.length; at += 4) if (Number.isNaN(view.getFloat32(at, true))) view.setUint32(at, 0x7fc00000, true);
  } else if (lanes === 'F64') {
    for (let at = 0; at < bytes.length; at += 8) if (Number.isNaN(view.getFloat64(at, true))) view.setBigUint64(at, 0x7ff8000000000000n, true);
  }
}

function digests(wasm) {
  const module = new WebAssembly.Module(wasm);
  const hashes = new Map();
  for (const { name, kind } of WebAssembly.Module.exports(module)) {
    if (kind !== 'function') continue;
    const { exports } = new WebAssembly.Instance(module);
    exports[name]();
    const bytes = new Uint8Array(exports.memory.buffer, output, outputBytes);
    const [instruction, , lanes] = name.split(' ');
    makeCanonical(bytes, lanes);
    if (!hashes.has(instruction)) hashes.set(instruction, createHash('sha256'));
    hashes.get(instruction).update(bytes);
  }
  return [...hashes].map(([name, hash]) => [name, hash.digest('hex').slice(0, 16)]);
}

const folder = process.argv[2];
const table = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith('.wasm')).sort()) {
  const found = digests(readFileSync(join(folder, file)));
  if (file === 'instructions.wasm') for (const [name, digest] of found) table[name] = digest;
  else table[file.replace('.wasm', '')] = found[0][1];
}
process.stdout.write(`${JSON.stringify(table, null, 1)}\n`);
