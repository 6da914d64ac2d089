// The module that README.md shows is compiled and run as it stands there.
import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { buildModule } from "../tooling/build.mjs";
import { load } from "../tooling/testing.mjs";

test("the guide's module builds and bills", async () => {
  const guide = await readFile(path.join(import.meta.dirname, "..", "..", "README.md"), "utf8");
  const source = guide.match(/```ts\n(.*?)```/s)[1];
  const folder = path.join(import.meta.dirname, "..", "dist", `guide-${process.pid}`);
  try {
    await mkdir(path.join(folder, "assembly"), { recursive: true });
    await writeFile(path.join(folder, "assembly", "module.ts"), source);
    await writeFile(path.join(folder, "manifest.json"), '{ "type": "producer" }');
    const module = await load((await buildModule(folder)).outFile);
    const run = (rows) =>
      module.run({
        abi: 1,
        scope: { plan_id: "p1", plan_name: "Flat" },
        context: { tenant_id: "t1", company: { currency_code: "EUR" }, period: { start: "2025-01-01", end: "2025-02-01" } },
        facts: { PlanFixedConfigPack: rows },
        policies: {},
      });
    const [line] = run([{ plan_id: "p1", base_rate_cents: 4900 }]).charges;
    assert.deepEqual([line.line_key, line.net_amount_cents, line.unit_price, line.currency_code, line.service_end], ["p1", 4900, "4900", "EUR", "2025-02-01"]);
    assert.deepEqual(run([]).error, { code: "flat.fee_missing", message: "the plan has no fee", subject: "p1" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("the guide names every helper that a module can import", async () => {
  const guide = await readFile(path.join(import.meta.dirname, "..", "..", "README.md"), "utf8");
  const index = await readFile(path.join(import.meta.dirname, "..", "index.ts"), "utf8");
  // Types and constants explain themselves where they are used; the rows of packs stand in schemas/catalog.json.
  const helpers = [...index.matchAll(/export \{([^}]*)\}/g)]
    .flatMap((match) => match[1].split(","))
    .map((name) => name.trim())
    .filter((name) => /^[a-z]/.test(name) && !name.startsWith("read"));
  assert.ok(helpers.length > 20, `only ${helpers.length} helpers were found`);
  assert.deepEqual(
    helpers.filter((name) => !guide.includes("`" + name) && !guide.includes(name + "(")),
    [],
  );
});

test("a module of no known type is refused by name", async () => {
  const folder = path.join(import.meta.dirname, "..", "dist", `typeless-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "manifest.json"), '{ "type": "consumer" }');
    await assert.rejects(buildModule(folder), /type 'consumer' is not one of producer, transformer, validator/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
