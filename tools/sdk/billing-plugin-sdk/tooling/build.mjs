import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import asc from "assemblyscript/asc";

/** What a module's source exports for each type of its manifest. */
const entries = {
  producer: "produce",
  transformer: "transform",
  validator: "validate",
};

/** Compiler options are part of a module's bytes: change them only with a version of the SDK. */
const options = ["--runtime", "stub", "--enable", "simd", "--optimizeLevel", "3", "--shrinkLevel", "1", "--converge"];

const sdkEntry = "@alga/billing-plugin-sdk/assembly";

/** The entry that speaks the ABI, so that a module's source does not have to. */
function entrySource(type) {
  const name = entries[type];
  if (!name) throw new Error(`manifest.json: type '${type}' is not one of ${Object.keys(entries).join(", ")}`);
  return `
export { billing_abi, alloc } from "${sdkEntry}/abi";
import { finish } from "${sdkEntry}/abi";
import { Input } from "${sdkEntry}/documents/input";
import { ${name} } from "./assembly/module";

export function run(address: i32, length: i32): i64 {
  return finish(${name}(Input.read(<usize>address, <usize>length)));
}
`;
}

/**
 * Compiles a module folder (manifest.json and assembly/module.ts), by default to build/<folder>.wasm.
 * The same sources give the same bytes on every machine: no paths, names or times go in.
 */
export async function buildModule(folder, outFile = path.join(folder, "build", `${path.basename(folder)}.wasm`)) {
  const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  return compile(folder, entrySource(manifest.type), outFile);
}

/** Compiles an entry given as text, as if it stood in the folder. `read` gives the text of a file by its path. */
export async function compile(folder, source, outFile, read = (file) => readFile(file, "utf8")) {
  const entryFile = "entry.generated.ts";
  let wasm;
  const { error, stderr } = await asc.main([entryFile, "--baseDir", folder, "--outFile", "module.wasm", ...options], {
    readFile: async (name, baseDir) => {
      if (name === entryFile) return source;
      try {
        return await read(path.resolve(baseDir, name));
      } catch {
        return null;
      }
    },
    writeFile: async (name, contents) => {
      if (name === "module.wasm") wasm = contents;
    },
    listFiles: async () => [],
  });
  if (error || !wasm) throw new Error(`${folder}: ${error?.message ?? "nothing was compiled"}\n${stderr}`);
  await mkdir(path.dirname(outFile), { recursive: true });
  await replace(outFile, wasm);
  return { outFile, bytes: wasm.length };
}

/** Whole or not at all: someone may be reading the file, or building it too. */
async function replace(file, bytes) {
  const written = `${file}.${process.pid}`;
  await writeFile(written, bytes);
  await rename(written, file);
}
