import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument, discount } from "@alga/billing-plugin-sdk/examples";
import { canonical, damaged, load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "first-n-free.wasm"));
const seats = (id, quantity, cents, change = {}) => charge(id, { quantity, net_amount_cents: cents, ...change });
const promotion = (change = {}) => ({ promotion_id: "pr1", promotion_name: "Five free", promotion_type: "first_n_free", value: "5", service_id: "s1", category_id: null, start_date: "2025-01-01", end_date: null, is_active: true, ...change });
const document = (charges, ...promotions) => companyDocument({ charges, facts: { PromotionPolicyPack: promotions } });
const run = (charges, ...promotions) => module.run(document(charges, ...promotions));
/** The lines that were made: key to cents. */
const made = (output) => Object.fromEntries(output.charges.filter((line) => line.charge_type === "discount" && !line.charge_id).map((line) => [line.line_key, line.net_amount_cents]));

test("the first units of a service cost nothing, and the line says why", () => {
  const lines = [seats("a", "3", 300), seats("b", "10", 1000, { dimensions: { category: "seat" } }), seats("c", "10", 700, { dimensions: { service_id: "s2" } })];
  const output = run(lines, promotion());
  assert.deepEqual(output.charges.slice(0, 3).map((line) => [line.charge_id, line.net_amount_cents]), [["a", 300], ["b", 1000], ["c", 700]]);
  assert.deepEqual(output.charges[3], {
    charge_type: "discount",
    currency_code: "USD",
    derived_from: ["a"],
    description: "Five free",
    dimensions: { adjustment_id: "pr1", assignment_id: "a1", plan_id: "p1", plan_type: "fixed", service_id: "s1" },
    input_refs: [],
    is_taxable: false,
    line_key: "pr1/s1",
    metadata: { free_units: "3", promised_units: "5", rule_id: "pr1" },
    net_amount_cents: -300,
    quantity: "1",
    service_end: "2025-02-01",
    service_start: "2025-01-01",
    unit_price: "-300",
  });
  const { derived_from, line_key, metadata, net_amount_cents } = output.charges[4];
  assert.deepEqual([derived_from, line_key, metadata.free_units, net_amount_cents], [["b"], "pr1/s1/part", "2", -200]); // 3 of 3, then 2 of 10
});

test("fewer units than promised leave nothing, not less", () => {
  const output = run([seats("a", "3", 299)], promotion());
  assert.deepEqual(made(output), { "pr1/s1": -299 });
  assert.equal(output.charges[1].metadata.free_units, "3");
});

test("each service has the free units for itself", () => {
  const lines = [charge("a", { charge_type: "usage", quantity: "6", net_amount_cents: 600 }), charge("b", { charge_type: "time", quantity: "2.5", net_amount_cents: 250, dimensions: { service_id: "s2" } })];
  assert.deepEqual(made(run(lines, promotion({ service_id: null }))), { "pr1/s1": -500, "pr1/s2": -250 });
});

test("a promotion of a category is for its services only", () => {
  const lines = [seats("a", "5", 500, { dimensions: { category: "x" } }), seats("b", "5", 500, { dimensions: { service_id: "s2", category: "y" } })];
  assert.deepEqual(made(run(lines, promotion({ service_id: null, category_id: "y" }))), { "pr1/s2": -500 });
});

test("two promotions make no unit free twice", () => {
  const output = run([seats("a", "6", 601)], promotion(), promotion({ promotion_id: "pr2", value: "3" }));
  assert.deepEqual(made(output), { "pr1/s1": -501, "pr2/s1": -100 }); // 5 of 6, then the last one takes what is left
});

test("what another deduction took is not given again", () => {
  const output = run([seats("a", "5", 500), discount("d", 200, ["a"])], promotion());
  assert.deepEqual(made(output), { "pr1/s1": -300 });
});

test("only units count: not rates of bundles, credits and manual lines", () => {
  const lines = ["bundle", "manual", "credit"].map((charge_type, i) => charge(`m${i}`, { charge_type, net_amount_cents: charge_type === "credit" ? -5 : 5 }));
  const output = run(lines, promotion());
  assert.deepEqual(made(output), {});
  assert.deepEqual(output.warnings.map((warning) => [warning.code, warning.subject]), [["free.nothing_matched", "pr1"]]);
});

test("a promotion outside of the period, switched off or of another type does nothing", () => {
  for (const change of [{ start_date: "2025-02-01" }, { end_date: "2025-01-01" }, { is_active: false }, { promotion_type: "percentage" }]) {
    const output = run([seats("a", "5", 500)], promotion(change));
    assert.deepEqual([made(output), output.warnings], [{}, []], JSON.stringify(change));
  }
  assert.deepEqual(made(run([seats("a", "5", 500)], promotion({ start_date: "2025-01-31" }))), { "pr1/s1": -500 });
});

test("less than no units is a failure", () => {
  assert.equal(run([seats("a", "5", 500)], promotion({ value: "-1" })).error.code, "free.units_negative");
});

test("the output is canonical, and the same whatever the order of promotions", () => {
  const promotions = [promotion(), promotion({ promotion_id: "pr2", value: "0.5", service_id: null })];
  const text = module.runText(document([seats("a", "7", 701)], ...promotions));
  assert.equal(text, canonical(JSON.parse(text)));
  assert.equal(module.runText(document([seats("a", "7", 701)], ...promotions.reverse())), text);
});

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(document([seats("a", "7", 701), discount("d", 1, ["a"])], promotion()), 1000)) failures += module.answer(bytes).error ? 1 : 0;
  assert.ok(failures > 300, `${failures} of 1000 documents were refused`);
});
