import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument } from "@alga/billing-plugin-sdk/examples";
import { load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "currency-consistent.wasm"));

test("charges in the company's currency pass", () => {
  assert.deepEqual(module.run(companyDocument({ charges: [charge("a"), charge("b")] })), { failures: [], ok: true, warnings: [] });
  assert.equal(module.run(companyDocument({ charges: [] })).ok, true);
});

test("a charge in another currency is refused by its id", () => {
  const output = module.run(companyDocument({ charges: [charge("a"), charge("b", { currency_code: "EUR" }), charge("c", { currency_code: "usd" })] }));
  assert.deepEqual(output.failures.map((failure) => [failure.code, failure.charge_id]), [["currency.mixed", "b"], ["currency.mixed", "c"]]);
  assert.equal(output.failures[0].message, "'Line b' is in EUR, and the company is billed in USD");
});

test("a company without a currency is refused", () => {
  const document = companyDocument({ charges: [] });
  document.context.company.currency_code = "";
  assert.deepEqual(module.run(document).failures.map((failure) => failure.code), ["currency.missing"]);
});
