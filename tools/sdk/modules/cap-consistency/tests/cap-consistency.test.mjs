import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument, discount } from "@alga/billing-plugin-sdk/examples";
import { load } from "@alga/billing-plugin-sdk/testing";

const folder = path.join(import.meta.dirname, "..");
const module = await load(path.join(folder, "build", "cap-consistency.wasm"));
const capTotal = await load(path.join(folder, "..", "cap-total", "build", "cap-total.wasm"));
const cap = (change = {}) => ({ cap_id: "cap1", cap_name: "Ceiling", cap_cents: 1000, plan_id: null, category_id: null, start_date: "2025-01-01", end_date: null, is_active: true, ...change });
const line = (id, cents, change = {}) => discount(id, cents, ["a"], { dimensions: { adjustment_id: "cap1" }, metadata: { cap_id: "cap1", rule_id: "cap1" }, ...change });
const run = (charges, ...caps) => module.run(companyDocument({ charges, facts: { CapPolicyPack: caps } })).failures.map((failure) => [failure.code, failure.charge_id]);
const paid = (cents) => charge("a", { net_amount_cents: cents });

test("what stays under its caps passes", () => {
  assert.deepEqual(run([paid(1000)], cap()), []);
  assert.deepEqual(run([paid(1200), line("l", 200)], cap()), []);
  assert.deepEqual(run([paid(5000)], cap({ plan_id: "p9" }), cap({ cap_id: "cap2", is_active: false }), cap({ cap_id: "cap3", start_date: "2025-02-01" })), []);
});

test("a cap that is exceeded is refused, whatever else is there", () => {
  assert.deepEqual(run([paid(1201), line("l", 200)], cap()), [["cap.exceeded", undefined]]);
  assert.deepEqual(run([paid(1100), charge("k", { charge_type: "credit", net_amount_cents: -500 })], cap()), [["cap.exceeded", undefined]]);
});

test("lines entered by hand are outside of every cap", () => {
  assert.deepEqual(run([paid(900), charge("m", { charge_type: "manual", net_amount_cents: 5000 })], cap()), []);
});

test("a line of a cap that is not in force, twice, or of another type is refused by its id", () => {
  assert.deepEqual(run([paid(100), line("l", 20)]), [["cap.unknown", "l"]]);
  assert.deepEqual(run([paid(1200), line("l", 100), line("l2", 100)], cap()), [["cap.twice", "l2"]]);
  assert.deepEqual(run([paid(900), line("l", 20, { charge_type: "credit" })], cap()), [["cap.line_type", "l"]]);
});

test("it agrees with what cap-total makes", () => {
  const caps = [cap(), cap({ cap_id: "cap2", category_id: "x", cap_cents: 300 }), cap({ cap_id: "cap3", plan_id: "p1", cap_cents: 450 })];
  const charges = [
    charge("a", { net_amount_cents: 777, dimensions: { category: "x" } }),
    charge("b", { net_amount_cents: 333, dimensions: { category: "y" } }),
    charge("c", { net_amount_cents: 999, dimensions: { category: "y", plan_id: "p2" } }),
    discount("d", 100, []),
  ];
  const capped = capTotal.run(companyDocument({ charges, facts: { CapPolicyPack: caps } })).charges.map((made, i) => ({ ...made, charge_id: made.charge_id ?? `new${i}` }));
  assert.deepEqual(run(capped, ...caps), []);
  assert.equal(run(charges, ...caps).length, 3);
});
