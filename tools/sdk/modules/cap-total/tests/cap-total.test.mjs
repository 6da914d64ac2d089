import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument, discount } from "@alga/billing-plugin-sdk/examples";
import { canonical, damaged, load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "cap-total.wasm"));
const of = (id, plan_id, category, cents, change = {}) => charge(id, { net_amount_cents: cents, dimensions: { plan_id, category }, ...change });
const cap = (change = {}) => ({ cap_id: "cap1", cap_name: "Ceiling", cap_cents: 1000, plan_id: null, category_id: null, start_date: "2025-01-01", end_date: null, is_active: true, ...change });
const document = (charges, caps) => companyDocument({ charges, facts: { CapPolicyPack: caps } });
const run = (charges, ...caps) => module.run(document(charges, caps));
const made = (output) => Object.fromEntries(output.charges.filter((line) => line.metadata.rule_id).map((line) => [line.line_key, line.net_amount_cents]));

test("what exceeds a cap is taken off, and the line says why", () => {
  const output = run([of("a", "p1", "x", 700), of("b", "p2", "x", 500)], cap());
  assert.deepEqual(output.charges[2], {
    charge_type: "discount",
    currency_code: "USD",
    derived_from: ["a", "b"],
    description: "Ceiling",
    dimensions: { adjustment_id: "cap1", assignment_id: "a1", category: "x", plan_type: "fixed", service_id: "s1" },
    input_refs: [],
    is_taxable: false,
    line_key: "cap1",
    metadata: { before_cents: 1200, cap_cents: 1000, cap_id: "cap1", cap_scope: "company", rule_id: "cap1" },
    net_amount_cents: -200,
    quantity: "1",
    service_end: "2025-02-01",
    service_start: "2025-01-01",
    unit_price: "-200",
  });
});

test("a cap that is just reached, or not, changes nothing", () => {
  assert.deepEqual(made(run([of("a", "p1", "x", 1000)], cap())), {});
  assert.deepEqual(made(run([of("a", "p1", "x", 1001)], cap())), { cap1: -1 });
});

test("a cap is for its plan and its category", () => {
  const lines = [of("a", "p1", "x", 700), of("b", "p1", "y", 700), of("c", "p2", "x", 700)];
  assert.deepEqual(made(run(lines, cap({ plan_id: "p1" }))), { cap1: -400 });
  assert.deepEqual(made(run(lines, cap({ category_id: "x" }))), { cap1: -400 });
  assert.deepEqual(made(run(lines, cap({ plan_id: "p1", category_id: "x", cap_cents: 600 }))), { cap1: -100 });
});

test("a wider cap counts what a narrower one has left", () => {
  const lines = [of("a", "p1", "x", 900), of("b", "p2", "y", 900)];
  const output = run(lines, cap({ cap_id: "all", cap_cents: 1000 }), cap({ cap_id: "plan", plan_id: "p1", cap_cents: 300 }));
  assert.deepEqual(made(output), { plan: -600, all: -200 });
  assert.deepEqual(output.charges.map((line) => line.net_amount_cents).reduce((sum, cents) => sum + cents), 1000);
});

test("deductions that are there already make room under a cap, credits do not", () => {
  assert.deepEqual(made(run([of("a", "p1", "x", 1200), discount("d", 150, ["a"])], cap())), { cap1: -50 });
  assert.deepEqual(made(run([of("a", "p1", "x", 1200), discount("d", 150, [])], cap())), { cap1: -50 });
  assert.deepEqual(made(run([of("a", "p1", "x", 1200), of("k", "p1", "x", -300, { charge_type: "credit" })], cap())), { cap1: -200 });
});

test("a cap outside of the period or switched off does nothing, one below zero fails", () => {
  for (const change of [{ start_date: "2025-02-01" }, { end_date: "2025-01-01" }, { is_active: false }]) assert.deepEqual(made(run([of("a", "p1", "x", 5000)], cap(change))), {}, JSON.stringify(change));
  assert.equal(run([of("a", "p1", "x", 5000)], cap({ cap_cents: -1 })).error.code, "cap.negative");
  assert.deepEqual(made(run([of("a", "p1", "x", 5000)], cap({ cap_cents: 0 }))), { cap1: -5000 });
});

test("the output is canonical, and the same whatever the order of caps", () => {
  const caps = [cap(), cap({ cap_id: "cap0", plan_id: "p1", cap_cents: 800 }), cap({ cap_id: "cap2", category_id: "x", cap_cents: 700 })];
  const charges = [of("a", "p1", "x", 900), of("b", "p1", "y", 900), of("c", "p2", "x", 333)];
  const text = module.runText(document(charges, caps));
  assert.equal(text, canonical(JSON.parse(text)));
  assert.equal(module.runText(document(charges, caps.reverse())), text);
});

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(document([of("a", "p1", "x", 900), discount("d", 5, ["a"])], [cap()]), 1000)) failures += module.answer(bytes).error ? 1 : 0;
  assert.ok(failures > 300, `${failures} of 1000 documents were refused`);
});
