import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument, discount } from "@alga/billing-plugin-sdk/examples";
import { load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "taxable-lines-complete.wasm"));
const run = (charges, company = {}) => {
  const document = companyDocument({ charges });
  Object.assign(document.context.company, company);
  return module.run(document).failures.map((failure) => [failure.code, failure.charge_id]);
};
const nowhere = { default_tax_region: null };

test("lines with a region, or in a company with one, pass", () => {
  assert.deepEqual(run([charge("a")]), []);
  assert.deepEqual(run([charge("a", { tax_region_hint: "US-NY" })], nowhere), []);
  assert.deepEqual(run([charge("a", { is_taxable: false })], nowhere), []);
});

test("a taxable line without any region is refused by its id", () => {
  assert.deepEqual(run([charge("a", { tax_region_hint: "US-NY" }), charge("b"), charge("c", { tax_region_hint: "" })], nowhere), [["taxable.region_missing", "b"], ["taxable.region_missing", "c"]]);
  assert.deepEqual(run([charge("a")], { default_tax_region: "" }), [["taxable.region_missing", "a"]]);
});

test("what is not taxed after all needs no region", () => {
  assert.deepEqual(run([charge("a")], { ...nowhere, is_tax_exempt: true }), []);
  assert.deepEqual(run([charge("a", { net_amount_cents: 0 })], nowhere), []);
});

test("a discount or a credit that is marked taxable is refused", () => {
  assert.deepEqual(run([charge("a"), discount("d", 5, ["a"], { is_taxable: true }), charge("k", { charge_type: "credit", net_amount_cents: -5 })]), [["taxable.deduction", "d"], ["taxable.deduction", "k"]]);
  assert.deepEqual(run([charge("a"), discount("d", 5, ["a"])]), []);
});
