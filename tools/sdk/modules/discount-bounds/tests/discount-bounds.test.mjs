import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument, discount } from "@alga/billing-plugin-sdk/examples";
import { load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "discount-bounds.wasm"));
const run = (...charges) => module.run(companyDocument({ charges })).failures.map((failure) => [failure.code, failure.charge_id]);
const paid = (id, cents) => charge(id, { net_amount_cents: cents });

test("discounts up to what there is pass", () => {
  assert.deepEqual(run(paid("a", 100), paid("b", 50), discount("d", 100, ["a"]), discount("e", 50, [])), []);
  assert.deepEqual(run(), []);
});

test("a cent more off a line is refused by the line's id", () => {
  assert.deepEqual(run(paid("a", 100), paid("b", 50), discount("d", 60, ["a"]), discount("e", 41, ["a"])), [["discount.line_below_zero", "a"]]);
});

test("a discount over several lines comes off each by what it has left", () => {
  assert.deepEqual(run(paid("a", 100), paid("b", 300), discount("d", 90, ["a"]), discount("e", 300, ["a", "b"])), []);
  assert.deepEqual(run(paid("a", 100), paid("b", 300), discount("d", 90, ["a"]), discount("e", 311, ["a", "b"])).map(([code]) => code), ["discount.line_below_zero", "discount.total_below_zero"]);
});

test("discounts of the whole company are limited by the total", () => {
  assert.deepEqual(run(paid("a", 100), discount("d", 101, [])).map(([code]) => code), ["discount.line_below_zero", "discount.total_below_zero"]);
});

test("what is too much is no credit's, and is found also where one stands last", () => {
  const credit = charge("k", { charge_type: "credit", net_amount_cents: -50 });
  assert.deepEqual(run(paid("a", 100), credit, discount("d", 101, [])).map(([code]) => code), ["discount.total_below_zero"]);
});

test("credits are not limited", () => {
  assert.deepEqual(run(paid("a", 100), charge("k", { charge_type: "credit", net_amount_cents: -5000 }), discount("d", 100, ["a"])), []);
});

test("a discount of nothing that is there, or one that adds, is refused by its own id", () => {
  assert.deepEqual(run(paid("a", 100), discount("d", 10, ["x"])), [["discount.line_unknown", "d"]]);
  assert.deepEqual(run(paid("a", 100), discount("d", -10, ["a"])), [["discount.adds", "d"]]);
});

test("where excess is allowed it is a warning, and a discount of nothing that is there is still refused", () => {
  const allowed = (...charges) => module.run(companyDocument({ charges, policies: { discount_excess: "allow" } }));
  const over = allowed(paid("a", 100), discount("d", 101, ["a"]));
  assert.deepEqual([over.ok, over.warnings.map(({ code }) => code)], [true, ["discount.line_below_zero", "discount.total_below_zero"]]);
  assert.deepEqual(allowed(paid("a", 100), discount("d", 10, ["x"])).failures.map(({ code }) => code), ["discount.line_unknown"]);
});
