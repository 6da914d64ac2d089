// What holds for every first-party module.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import binaryen from "binaryen";
import { buildModule } from "../tooling/build.mjs";

const modules = path.join(import.meta.dirname, "..", "..", "modules");
const catalog = JSON.parse(await readFile(path.join(modules, "..", "..", "..", "schemas", "catalog.json"), "utf8"));
const read = (...parts) => readFile(path.join(modules, ...parts));

for (const name of await readdir(modules)) {
  const manifest = JSON.parse(await read(name, "manifest.json"));
  const { version } = JSON.parse(await read(name, "package.json"));

  test(`${name}: the manifest is that of the package`, () => {
    assert.equal(manifest.module_id, `mod.${name}`);
    assert.equal(manifest.version, version);
    assert.equal(manifest.abi, 1);
    assert.equal(manifest.scope !== undefined, manifest.type === "producer");
  });

  test(`${name}: what it requires is in the catalog`, () => {
    for (const { kind, fields, filters } of [...manifest.requires.facts, ...manifest.requires.events]) {
      const pack = catalog.packs.find((known) => known.name === kind);
      assert.ok(pack, kind);
      const known = pack.fields.map((field) => field.name);
      assert.deepEqual([...fields, ...Object.keys(filters)].filter((field) => !known.includes(field)), [], kind);
    }
  });

  test(`${name}: the file speaks ABI 1 and asks the host for nothing but env.abort`, async () => {
    const bytes = await read(name, "build", `${name}.wasm`);
    assert.ok(bytes.length <= 64 * 1024, `${bytes.length} bytes`);
    const module = new WebAssembly.Module(bytes);
    assert.deepEqual(WebAssembly.Module.imports(module), [{ module: "env", name: "abort", kind: "function" }]);
    assert.deepEqual(WebAssembly.Module.exports(module).map((item) => item.name).sort(), ["alloc", "billing_abi", "memory", "run"]);
    assert.deepEqual(WebAssembly.Module.customSections(module, "name"), []);
  });

  test(`${name}: no instruction knows a floating-point number`, async () => {
    const module = binaryen.readBinary(await read(name, "build", `${name}.wasm`));
    assert.deepEqual(module.emitText().match(/\bf(32|64)\b/g), null);
    module.dispose();
  });

  test(`${name}: the same sources give the same bytes`, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "billing-module-"));
    try {
      const outFile = path.join(folder, "again.wasm");
      await buildModule(path.join(modules, name), outFile);
      assert.ok((await readFile(outFile)).equals(await read(name, "build", `${name}.wasm`)));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
