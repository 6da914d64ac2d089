import { readFile } from "node:fs/promises";
import path from "node:path";

/** RFC 8785 for what documents hold: objects with sorted members, arrays, strings, integers, booleans and null. */
export function canonical(value) {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new TypeError(`${value}: a document holds whole numbers; write a decimal as a string`);
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

/** A module that ended by `abort`: an assertion, or something its author threw. */
export class ModuleAborted extends Error {}

/** What a module gets of a document: of charges only the members that `requires.charges` of its manifest names, if it does. */
export function asked(document, { requires }) {
  const members = requires?.charges;
  if (!members || !Array.isArray(document.charges)) return document;
  const { charges, ...rest } = document;
  return members.length === 0 ? rest : { ...rest, charges: charges.map((charge) => Object.fromEntries(members.filter((name) => name in charge).map((name) => [name, charge[name]]))) };
}

/**
 * Loads a compiled module the way the host does: ABI 1, no import but env.abort, a fresh instance for every call, and documents with what the manifest asks for.
 * `run(document)` takes and gives documents; `runBytes` takes and gives UTF-8; `answer(bytes)` takes UTF-8 and gives a document.
 */
export async function load(wasmFile) {
  const module = new WebAssembly.Module(await readFile(wasmFile));
  const manifest = await manifestOf(wasmFile);
  const imports = WebAssembly.Module.imports(module).map((item) => `${item.module}.${item.name}`);
  if (imports.some((name) => name !== "env.abort")) throw new Error(`${wasmFile}: imports ${imports.join(", ")}; only env.abort is allowed`);
  const instantiate = () => {
    let memory;
    const instance = new WebAssembly.Instance(module, {
      env: {
        abort: (message, file, line, column) => {
          throw new ModuleAborted(`${text(memory, message)} in ${text(memory, file)}(${line},${column})`);
        },
      },
    });
    memory = instance.exports.memory;
    return instance.exports;
  };
  const { billing_abi } = instantiate();
  if (billing_abi?.() !== 1) throw new Error(`${wasmFile}: does not speak ABI 1`);

  const runBytes = (bytes) => {
    const { memory, alloc, run } = instantiate();
    const address = alloc(bytes.length);
    new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
    const result = BigInt.asUintN(64, run(address, bytes.length));
    return new Uint8Array(memory.buffer, Number(result >> 32n), Number(result & 0xffffffffn)).slice();
  };
  const runText = (document) => new TextDecoder("utf-8", { fatal: true }).decode(runBytes(new TextEncoder().encode(canonical(asked(document, manifest)))));
  const answer = (bytes) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(runBytes(bytes)));
  return { answer, runBytes, runText, run: (document) => JSON.parse(runText(document)) };
}

/** A module built to `build/<name>.wasm` has its manifest in the folder above; a probe has none. */
async function manifestOf(wasmFile) {
  try {
    return JSON.parse(await readFile(path.join(path.dirname(wasmFile), "..", "manifest.json"), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}

/** So many damaged copies of a document as UTF-8, the same on every run: bytes overwritten, by JSON's own and by any, and the end cut off. */
export function* damaged(document, count) {
  const whole = new TextEncoder().encode(canonical(document));
  const below = sequence(4);
  for (let round = 0; round < count; round++) {
    const bytes = whole.slice(0, round % 4 === 0 ? below(whole.length) : whole.length);
    for (let hits = 1 + below(3); hits > 0 && bytes.length > 0; hits--) bytes[below(bytes.length)] = round % 2 ? '{}[]",:\\0-.en'.charCodeAt(below(13)) : below(256);
    yield bytes;
  }
}

/** Numbers below a limit, the same on every run (mulberry32). */
export function sequence(seed) {
  return (limit) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/** An AssemblyScript string: its length in bytes stands in front of its UTF-16 units. */
function text(memory, address) {
  if (address === 0) return "";
  const length = new DataView(memory.buffer).getUint32(address - 4, true);
  return new TextDecoder("utf-16le").decode(new Uint8Array(memory.buffer, address, length));
}
