import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument } from "@alga/billing-plugin-sdk/examples";
import { load } from "@alga/billing-plugin-sdk/testing";

const folder = path.join(import.meta.dirname, "..");
const module = await load(path.join(folder, "build", "time-entry-ref-integrity.wasm"));
const time = (id, refs, change = {}) => charge(id, { charge_type: "time", input_refs: refs, ...change });
const entries = [["e1", "s1"], ["e2", "s1"], ["e3", "s2"]].map(([entry_id, service_id]) => ({ entry_id, service_id }));
const answer = (charges, policies) => module.run(companyDocument({ charges, events: { TimeEntriesPack: entries }, policies }));
const run = (charges, policies) => answer(charges, policies).failures.map((failure) => [failure.code, failure.charge_id]);

test("lines that name their entries pass, and so does what is no time", () => {
  assert.deepEqual(run([time("a", ["e1"]), time("b", ["e2"]), charge("c"), charge("d", { charge_type: "usage", input_refs: ["u1"] })]), []);
});

test("each broken reference is refused by the line's id", () => {
  assert.deepEqual(run([time("a", [])]), [["time.no_entry", "a"]]);
  assert.deepEqual(run([time("a", ["e9"])]), [["time.entry_unknown", "a"]]);
  assert.deepEqual(run([time("a", ["e3"])]), [["time.service_differs", "a"]]);
});

test("an entry that is billed twice is refused, in overage too", () => {
  assert.deepEqual(run([time("a", ["e1"]), time("b", ["e1"])]), [["time.entry_twice", "b"]]);
  assert.deepEqual(run([time("a", ["e1"]), charge("b", { charge_type: "overage", input_refs: ["e2", "e1"] })]), [["time.entry_twice", "b"]]);
});

test("policies that copy entries are believed", async () => {
  const catalog = JSON.parse(await readFile(path.join(folder, "..", "..", "..", "..", "schemas", "policies.json"), "utf8"));
  const { policies } = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  for (const name of policies) {
    const policy = catalog.policies.find((known) => known.name === name);
    for (const { value } of policy.values) {
      const expected = value === policy.default ? [["time.entry_twice", "b"]] : [];
      assert.deepEqual(run([time("a", ["e1"]), time("b", ["e1"])], { [name]: value }), expected, `${name}=${value}`);
    }
    assert.equal(answer([], { [name]: "no such value" }).error.code, "policy.unknown_value");
  }
});
