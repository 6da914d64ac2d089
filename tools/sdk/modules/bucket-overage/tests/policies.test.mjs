import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { load } from "@alga/billing-plugin-sdk/testing";
import { amounts, example, movement, parts, state } from "./example.mjs";

const folder = path.join(import.meta.dirname, "..");
const module = await load(path.join(folder, "build", "bucket-overage.wasm"));
const billed = (policies, change) =>
  module.run(
    example((document) => {
      Object.assign(document.policies, policies);
      change?.(parts(document), document);
    }),
  );

test("an allowance can be one that is never used up", () => {
  const output = billed({ bucket_allowance: "never" });
  assert.deepEqual([output.charges, output.consumed.length, movement(output)], [[], 4, [0, 600, 710, 0, 0, 0, undefined]]);
});

test("entries can count in whole hours", () => {
  const output = billed({ bucket_entry_time: "floor_hours" });
  assert.deepEqual([amounts(output), movement(output)[2], movement(output, "s2")[2]], [{ s1: 12501 }, 660, 0]);
});

test("the rate can be raised to a whole cent", () => {
  assert.deepEqual(amounts(billed({ bucket_overage_rate: "up_to_cent" })), { s1: 22919 }); // 110 minutes at 12501
});

test("what is left over can last, or be forgotten", () => {
  const carried = ({ states, entries }) => [states.push(state("2024-12-01", "2025-01-01", 580, 40, "2025-01-01")), entries.splice(1, 2)];
  assert.deepEqual(movement(billed({}, carried)), [60, 600, 480, 180, 0, 180, "2025-03-01"]);
  assert.deepEqual(movement(billed({ bucket_rollover: "unlimited" }, carried)), [60, 600, 480, 180, 0, 180, undefined]);
  assert.deepEqual(movement(billed({ bucket_rollover: "ignored" }, carried)), [0, 600, 480, 0, 120, 0, undefined]);
});

test("of all time of the period only that of its services counts, the rest being another's", () => {
  const output = billed({ bucket_entries: "all_of_service" }, ({ entries }) => (entries[3].service_id = "s3"));
  assert.deepEqual([amounts(output), output.consumed.map((consumed) => consumed.event_id), output.warnings], [{ s1: 22918 }, ["e1"], []]);
});

test("the manifest, schemas/policies.json and the module know the same values", async () => {
  const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  const catalog = JSON.parse(await readFile(path.join(folder, "..", "..", "..", "..", "schemas", "policies.json"), "utf8"));
  const own = catalog.policies.filter((policy) => policy.applies_to === manifest.module_id || policy.name === "bucket_entries");
  assert.deepEqual(own.map((policy) => policy.name), manifest.policies);
  for (const policy of own) {
    for (const { value } of policy.values) assert.equal(billed({ [policy.name]: value }).error, undefined, `${policy.name}=${value}`);
    assert.deepEqual(billed({ [policy.name]: policy.default }), billed({}), policy.name);
    const unknown = billed({ [policy.name]: "no such value" });
    assert.deepEqual([unknown.error.code, unknown.error.subject], ["policy.unknown_value", policy.name]);
  }
});
