import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { damaged, load } from "@alga/billing-plugin-sdk/testing";
import { example } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "fixed-fmv.wasm"));

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(example(), 3000)) {
    const output = JSON.parse(new TextDecoder().decode(module.runBytes(bytes)));
    if (output.error) failures++;
    else assert.ok(Array.isArray(output.charges));
  }
  assert.ok(failures > 1000, `${failures} of 3000 documents were refused`);
});

test("a plan of two thousand services adds up in one call", () => {
  const output = module.run(
    example((document) => {
      const ids = Array.from({ length: 2000 }, (_, i) => `service-${String(i).padStart(5, "0")}`);
      document.facts.PlanServiceConfigPack = ids.map((service_id) => ({ plan_id: "p1", service_id, configuration_type: "fixed", config_id: `k-${service_id}`, quantity: "1" }));
      document.facts.CatalogPack = ids.map((service_id, i) => ({ service_id, service_name: service_id, default_rate_cents: String(1 + (i % 97)), category_id: null, tax_region: null, is_taxable: false }));
      document.facts.PlanFixedConfigPack[0].base_rate_cents = 123456789;
    }),
  );
  assert.equal(output.charges.length, 2000);
  assert.equal(
    output.charges.reduce((sum, charge) => sum + charge.net_amount_cents, 0),
    123456789,
  );
});
