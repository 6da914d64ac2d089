// The SDK's documents, the modules and their manifests against schemas/.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { example } from "../../modules/fixed-fmv/tests/example.mjs";
import { canonical, load } from "../tooling/testing.mjs";

const workspace = path.join(import.meta.dirname, "..", "..");
const folder = path.join(workspace, "..", "..", "schemas");
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
for (const name of await readdir(folder)) {
  if (name.endsWith(".schema.json")) ajv.addSchema(JSON.parse(await readFile(path.join(folder, name), "utf8")));
}
const schema = (id) => ajv.getSchema(id).schema;
const assertValid = (id, document) => {
  const validate = ajv.getSchema(id);
  assert.ok(validate(document), `${id}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(document)}`);
};

const documents = await load(path.join(import.meta.dirname, "..", "dist", "documents.wasm"));
const module = (name) => load(path.join(workspace, "modules", name, "build", `${name}.wasm`));

/** A charge with every property that charge.schema.json knows. */
const fullCharge = {
  charge_id: "0123456789abcdef0123456789abcdef",
  line_key: "s1",
  charge_type: "overage",
  description: "Über – 时",
  quantity: "1.5",
  unit_price: "-0.000001",
  net_amount_cents: -9007199254740991,
  currency_code: "EUR",
  is_taxable: true,
  service_start: "2024-02-29",
  service_end: "2024-03-01",
  tax_region_hint: "US-NY",
  dimensions: { plan_id: "p1", x_site: "north", bucket_id: "b" },
  source_module: "mod.hourly@1.2.0",
  source_scope: "a1",
  input_refs: ["e2", "e1"],
  derived_from: ["fedcba9876543210fedcba9876543210"],
  metadata: { zeta: "text", alpha: -12, mid: true, off: false },
};
const input = (args, charges) => ({ ...example(), scope: undefined, args, charges });

for (const name of await readdir(path.join(workspace, "modules"))) {
  test(`${name}: the manifest follows its schema`, async () => {
    assertValid("module-manifest.schema.json", JSON.parse(await readFile(path.join(workspace, "modules", name, "manifest.json"), "utf8")));
  });
}

test("the charge class knows what the schema knows, and loses nothing", () => {
  assert.deepEqual(Object.keys(fullCharge).sort(), Object.keys(schema("charge.schema.json").properties).sort());
  assertValid("charge.schema.json", fullCharge);
  const output = documents.run(input({}, [fullCharge]));
  assert.equal(canonical(output.charges[0]), canonical(fullCharge));
});

test("outputs, verdicts and failures follow their schemas", () => {
  const open = documents.run(input({}, [fullCharge]));
  const closed = documents.run(input({ expires: "2025-12-31" }, []));
  for (const output of [open, closed]) assertValid("module-output.schema.json", output);
  assert.deepEqual([open.balances[0].expires, closed.balances[0].expires], [undefined, "2025-12-31"]);
  const $defs = schema("common.schema.json").$defs;
  assert.deepEqual(Object.keys(closed.balances[0]).sort(), Object.keys($defs.Balance.properties).sort());
  assert.deepEqual(Object.keys(closed.consumed[0]).sort(), Object.keys($defs.ConsumedEvent.properties).sort());

  const verdict = documents.run(input({ kind: "verdict" }, [fullCharge]));
  assertValid("validator-output.schema.json", verdict);
  assert.equal(verdict.ok, false);
  assert.deepEqual(Object.keys(verdict).sort(), Object.keys(schema("validator-output.schema.json").properties).filter((name) => name !== "error").sort());

  const failure = documents.run(input({ kind: "failure" }, [fullCharge]));
  assertValid("module-output.schema.json", failure);
  assert.deepEqual(failure, { error: { code: "probe.failure", message: "asked for", subject: "probe" } });
});

test("rows read amounts and dates that may be absent", () => {
  const bundle = (custom_rate_cents, end_date) => ({ bundle_id: "b", company_bundle_id: "cb", assignment_id: "a", bundle_name: "B", plan_id: "p", custom_rate_cents, start_date: "2025-01-01", end_date, is_active: true });
  const document = input({}, []);
  document.facts.BundlePack = [bundle(12000, "2025-01-11"), bundle(null, null)];
  const warnings = documents.run(document).warnings.filter(({ code }) => code === "probe.bundle");
  assert.deepEqual(
    warnings.map(({ message, subject }) => [message, subject]),
    [
      ["12000", "10"],
      ["none", String(2 ** 31 - 1 - Date.UTC(2025, 0, 1) / 864e5)],
    ],
  );
});

test("fixed-fmv and money-nonnegative take and give what the schemas say", async () => {
  const producer = await module("fixed-fmv");
  assertValid("module-input.schema.json", example());
  const output = producer.run(example());
  assertValid("module-output.schema.json", output);
  assertValid("module-output.schema.json", producer.run(example((document) => (document.facts.CatalogPack = []))));
  assertValid("module-output.schema.json", producer.run(example((document) => (document.facts.PlanFixedConfigPack = []))));

  const charges = output.charges.map((charge, i) => ({ ...charge, charge_id: String(i).padStart(32, "0"), source_module: "mod.fixed-fmv@1.0.0", source_scope: "a1" }));
  const checked = { ...input(undefined, charges), facts: {} };
  assertValid("module-input.schema.json", JSON.parse(canonical(checked)));
  const validator = await module("money-nonnegative");
  assertValid("validator-output.schema.json", validator.run(checked));
  charges[0].net_amount_cents = -1;
  const refused = validator.run(checked);
  assertValid("validator-output.schema.json", refused);
  assert.equal(refused.failures[0].charge_id, charges[0].charge_id);
  assertValid("validator-output.schema.json", validator.run({ ...checked, charges: undefined }));
});
