import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument, discount } from "@alga/billing-plugin-sdk/examples";
import { canonical, damaged, load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "category-coupons.wasm"));
const of = (id, category, cents, change = {}) => charge(id, { net_amount_cents: cents, dimensions: { category }, ...change });
const coupon = (change = {}) => ({
  promotion_id: "pr1",
  promotion_name: "Backup for care",
  promotion_type: "percentage",
  value: "0.1",
  service_id: null,
  category_id: "backup",
  minimum_spend_cents: 50000,
  spend_category_id: "care",
  start_date: "2025-01-01",
  end_date: null,
  is_active: true,
  ...change,
});
const document = (charges, coupons, policies) => companyDocument({ charges, facts: { PromotionPolicyPack: coupons }, policies });
const run = (charges, coupons, policies) => module.run(document(charges, coupons, policies));
const made = (output) => Object.fromEntries(output.charges.filter((line) => line.charge_type === "discount" && line.metadata.rule_id).map((line) => [line.line_key, line.net_amount_cents]));

test("spend on one category, save on another, and the line says why", () => {
  const output = run([of("a", "care", 50000), of("b", "backup", 4995), of("c", "backup", 1000)], [coupon()]);
  assert.deepEqual(output.charges[3], {
    charge_type: "discount",
    currency_code: "USD",
    derived_from: ["b", "c"],
    description: "Backup for care",
    dimensions: { adjustment_id: "pr1", assignment_id: "a1", category: "backup", plan_id: "p1", plan_type: "fixed", service_id: "s1" },
    input_refs: [],
    is_taxable: false,
    line_key: "pr1",
    metadata: { base_cents: 5995, coupon_type: "percentage", coupon_value: "0.1", minimum_spend_cents: 50000, rule_id: "pr1", spent_cents: 50000, worth_cents: 600 },
    net_amount_cents: -600,
    quantity: "1",
    service_end: "2025-02-01",
    service_start: "2025-01-01",
    unit_price: "-600",
  });
});

test("a cent less spent, and the coupon does not hold", () => {
  const output = run([of("a", "care", 49999), of("b", "backup", 4995)], [coupon()]);
  assert.deepEqual([made(output), output.warnings], [{}, []]);
});

test("spend is what was charged: discounts and credits do not lower it", () => {
  assert.deepEqual(made(run([of("a", "care", 50000), discount("d", 1, ["a"], { dimensions: { category: "care" } }), of("b", "backup", 100)], [coupon()])), { pr1: -10 });
  assert.deepEqual(made(run([of("a", "care", 49999), of("k", "care", -5, { charge_type: "credit" }), of("b", "backup", 100)], [coupon()])), {});
});

test("without a minimum a coupon always holds, and without a category on every line", () => {
  assert.deepEqual(made(run([of("a", "care", 333), of("b", "backup", 333)], [coupon({ minimum_spend_cents: null, category_id: null, value: "0.5" })])), { pr1: -333 });
  assert.deepEqual(made(run([of("a", "care", 333), of("b", "backup", 333)], [coupon({ minimum_spend_cents: 666, spend_category_id: null })])), { pr1: -33 });
});

test("an amount is taken off once, and never more than there is", () => {
  const fixed = (value) => run([of("a", "care", 50000), of("b", "backup", 700)], [coupon({ promotion_type: "fixed", value })]);
  assert.deepEqual(made(fixed("250")), { pr1: -250 });
  assert.deepEqual(made(fixed("250.5")), { pr1: -251 });
  assert.deepEqual(made(fixed("701")), { pr1: -700 });
  assert.deepEqual(fixed("701").warnings.map((warning) => warning.code), ["coupon.limited"]);
});

test("percentages take what was charged as their base, or what is left", () => {
  const lines = [of("b", "backup", 1000)];
  const two = [coupon({ minimum_spend_cents: null, value: "0.2" }), coupon({ promotion_id: "pr2", minimum_spend_cents: null, value: "0.5" })];
  assert.deepEqual(made(run(lines, two)), { pr1: -200, pr2: -500 });
  assert.deepEqual(made(run(lines, two, { coupon_base: "left" })), { pr1: -200, pr2: -400 });
  assert.equal(run(lines, two, { coupon_base: "right" }).error.code, "policy.unknown_value");
  const three = [...two, coupon({ promotion_id: "pr3", minimum_spend_cents: null, value: "0.5" })];
  assert.deepEqual(made(run(lines, three)), { pr1: -200, pr2: -500, pr3: -300 });
});

test("a coupon that no line is for is said", () => {
  assert.deepEqual(run([of("a", "care", 50000)], [coupon()]).warnings.map((warning) => [warning.code, warning.subject]), [["coupon.nothing_matched", "pr1"]]);
});

test("a coupon outside of the period, switched off or of another type does nothing", () => {
  for (const change of [{ start_date: "2025-02-01" }, { end_date: "2025-01-01" }, { is_active: false }, { promotion_type: "first_n_free" }])
    assert.deepEqual(made(run([of("a", "care", 50000), of("b", "backup", 100)], [coupon(change)])), {}, JSON.stringify(change));
});

test("a value below zero is a failure", () => {
  assert.equal(run([of("a", "care", 50000)], [coupon({ value: "-0.1" })]).error.code, "coupon.value_negative");
});

test("the output is canonical, and the same whatever the order of coupons", () => {
  const coupons = [coupon(), coupon({ promotion_id: "pr2", promotion_type: "fixed", value: "99" })];
  const charges = [of("a", "care", 50000), of("b", "backup", 777)];
  const text = module.runText(document(charges, coupons));
  assert.equal(text, canonical(JSON.parse(text)));
  assert.equal(module.runText(document(charges, coupons.reverse())), text);
});

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(document([of("a", "care", 50000), of("b", "backup", 777)], [coupon()]), 1000)) failures += module.answer(bytes).error ? 1 : 0;
  assert.ok(failures > 300, `${failures} of 1000 documents were refused`);
});
