import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument, discount } from "@alga/billing-plugin-sdk/examples";
import { load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "manual-adjustments-audit.wasm"));
const items = [["i1", null], ["i2", false], ["i3", true]].map(([item_id, is_discount]) => ({ item_id, is_discount }));
const line = (id, item, change = {}) => charge(id, { charge_type: "manual", input_refs: [item], ...change });
const off = (id, item) => discount(id, 5, [], { input_refs: [item] });
const run = (...charges) => module.run(companyDocument({ charges, events: { ManualItemsPack: items } })).failures.map((failure) => [failure.code, failure.charge_id]);

test("one line an item, discounts behind, passes", () => {
  assert.deepEqual(run(charge("x"), line("a", "i1"), line("b", "i2"), off("c", "i3")), []);
  assert.equal(module.run(companyDocument({ charges: [charge("x")] })).ok, true);
});

test("an item without a line is refused", () => {
  assert.deepEqual(run(line("a", "i1"), off("c", "i3")), [["manual.item_unbilled", undefined]]);
});

test("an item with two lines is refused by the second one's id", () => {
  assert.deepEqual(run(line("a", "i1"), line("b", "i2"), line("b2", "i2"), off("c", "i3")), [["manual.item_twice", "b2"]]);
});

test("a discount before a line that is none is refused", () => {
  assert.deepEqual(run(line("a", "i1"), off("c", "i3"), line("b", "i2")), [["manual.order", undefined]]);
});
