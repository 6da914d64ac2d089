import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge as line, companyDocument, discount } from "@alga/billing-plugin-sdk/examples";
import { canonical, damaged, load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "bundle-grouping.wasm"));
const row = (assignment_id, change = {}) => ({ assignment_id, bundle_id: "b1", bundle_name: "Office", is_active: true, ...change });
const of = (id, assignment_id, bundle_id, change = {}) => line(id, { ...change, dimensions: { assignment_id, bundle_id } });

/** A bundle b1 of assignments ca1 and ca2, and between their lines others: of a direct plan and of a second bundle. */
const example = (change = () => {}) => {
  const document = companyDocument({
    charges: [
      of("direct", "a1"),
      of("hours", "ca2", "b1", { charge_type: "time" }),
      of("other", "ca9", "b9"),
      of("more", "a2"),
      discount("off", 50, ["hours"], { dimensions: { assignment_id: undefined, bundle_id: "b1" } }),
      of("rate", "ca1", "b1", { charge_type: "bundle" }),
      line("hand", { charge_type: "manual", dimensions: { assignment_id: undefined, plan_id: undefined, plan_type: undefined, service_id: undefined } }),
    ],
    facts: { BundlePack: [row("ca1"), row("ca2"), row("ca9", { bundle_id: "b9", bundle_name: "Backup" })] },
  });
  change(document, document.facts.BundlePack, document.charges);
  return document;
};
const run = (change) => module.run(example(change));
const order = (output) => output.charges.map((charge) => charge.charge_id);
const names = (output) => Object.fromEntries(output.charges.map((charge) => [charge.charge_id, charge.dimensions.bundle_name]));

test("a bundle stands where its first charge stood, by assignment, with what is taken off behind it", () => {
  const output = run();
  assert.deepEqual(order(output), ["direct", "rate", "hours", "off", "other", "more", "hand"]);
  assert.deepEqual(names(output), { direct: undefined, rate: "Office", hours: "Office", off: "Office", other: "Backup", more: undefined, hand: undefined });
  assert.deepEqual(output.warnings, []);
});

test("nothing but the bundle's dimensions is changed", () => {
  const document = example();
  const before = Object.fromEntries(document.charges.map((charge) => [charge.charge_id, charge]));
  for (const charge of module.run(document).charges) {
    const { bundle_name, bundle_id, ...dimensions } = charge.dimensions;
    const { bundle_id: own, ...others } = JSON.parse(canonical(before[charge.charge_id])).dimensions;
    assert.deepEqual({ ...charge, dimensions }, { ...JSON.parse(canonical(before[charge.charge_id])), dimensions: others });
    assert.equal(bundle_id, own);
  }
});

test("a charge that names no bundle is that of its assignment's", () => {
  const output = run((_, __, charges) => delete charges[5].dimensions.bundle_id);
  assert.deepEqual(output.charges[1].dimensions, { assignment_id: "ca1", bundle_id: "b1", bundle_name: "Office", plan_id: "p1", plan_type: "fixed", service_id: "s1" });
});

test("lines of one assignment keep the order in which they came in, and those of several stand behind them", () => {
  const output = run((document) => (document.charges = ["z", "b", "a"].map((id) => of(id, "ca1", "b1")).concat([of("both", undefined, "b1"), of("first", "ca0", "b1")])));
  assert.deepEqual(order(output), ["first", "z", "b", "a", "both"]);
});

test("a bundle that is switched off, or not there, leaves its charges where they are and says so once", () => {
  const untouched = ["direct", "hours", "other", "more", "off", "rate", "hand"];
  const off = run((_, rows) => rows.forEach((r) => (r.is_active = r.bundle_id == "b9")));
  assert.deepEqual([order(off), names(off).hours, names(off).other], [untouched, undefined, "Backup"]);
  assert.deepEqual(off.warnings.map((warning) => [warning.code, warning.subject]), [["grouping.bundle_inactive", "b1"]]);
  const missing = run((_, rows) => rows.splice(0, 2));
  assert.deepEqual(order(missing), untouched);
  assert.deepEqual(missing.warnings.map((warning) => [warning.code, warning.subject]), [["grouping.bundle_unknown", "b1"]]);
});

test("a bundle is in force while one of its rows is", () => {
  assert.equal(names(run((_, rows) => (rows[0].is_active = false))).rate, "Office");
});

test("two names of one bundle are a warning, and the lower assignment's is used", () => {
  const output = run((_, rows) => (rows[1].bundle_name = "Bureau"));
  assert.deepEqual([names(output).hours, output.warnings.map((warning) => [warning.code, warning.subject])], ["Office", [["grouping.names_differ", "b1"]]]);
});

test("the output is canonical, and the same whatever the order of rows", () => {
  const text = module.runText(example());
  assert.equal(text, canonical(JSON.parse(text)));
  assert.equal(module.runText(example((_, rows) => rows.reverse())), text);
});

test("grouping what is grouped changes nothing", () => {
  const once = run();
  assert.deepEqual(run((document) => (document.charges = once.charges)), once);
});

test("a damaged document is an answer or a typed failure, never a trap", () => {
  const answers = [...damaged(example(), 1500)].map(module.answer);
  for (const output of answers) assert.ok(output.error || Array.isArray(output.charges));
  assert.ok(answers.filter((output) => output.error).length > 450);
});
