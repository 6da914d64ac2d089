import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { companyDocument } from "@alga/billing-plugin-sdk/examples";
import { canonical, load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "tiers-well-formed.wasm"));
const document = (...tiers) => companyDocument({
  charges: [],
  facts: {
    RateTiersPack: tiers.map(([min_quantity, max_quantity, rate_cents = "5", config_id = "k1"]) => ({ config_id, min_quantity, max_quantity, rate_cents })),
    UsageConfigPack: [{ config_id: "k1", enable_tiered_pricing: true }, { config_id: "k0", enable_tiered_pricing: false }],
  },
});
const run = (...tiers) => {
  const output = module.run(document(...tiers));
  return [...output.failures, ...output.warnings].map((entry) => entry.code);
};

test("tiers one after the other, the last one open, pass", () => {
  assert.deepEqual(run(["1", "100"], ["101", "500"], ["501", null]), []);
  assert.deepEqual(run(["0", "100"], ["101", null]), []);
  assert.deepEqual(run(["1", "10.5"], ["11", null]), []);
  assert.deepEqual(run(["101", null], ["1", "100"]), []);
});

test("each contradiction is refused by name", () => {
  assert.deepEqual(run(), ["tiers.missing"]);
  assert.deepEqual(run(["0", "100"], ["100", null]), ["tiers.overlap"]);
  assert.deepEqual(run(["1", null], ["50", null]), ["tiers.overlap"]);
  assert.deepEqual(run(["5", "4"], ["5", null]), ["tiers.bounds", "tiers.gap"]);
  assert.deepEqual(run(["-1", null]), ["tiers.bounds"]);
  assert.deepEqual(run(["1", null, "-5"]), ["tiers.rate_negative"]);
});

test("units that no tier covers are a warning", () => {
  assert.deepEqual(run(["11", null]), ["tiers.gap"]);
  assert.deepEqual(run(["1", "100"], ["201", null]), ["tiers.gap"]);
  const output = module.run(document(["1", "100"]));
  assert.deepEqual([output.ok, output.warnings], [true, [{ code: "tiers.closed", message: "the tiers of service configuration k1 end at 100", subject: "k1" }]]);
});

test("a message names the tier", () => {
  assert.equal(module.run(document(["1", "100"], ["90", null])).failures[0].message, "tier 90 to any of service configuration k1 overlaps the one before it");
});

test("tiers of a service that is not priced by them do not matter, and their order neither", () => {
  assert.deepEqual(run(["1", null], ["5", "4", "-1", "k0"]), []);
  const shuffled = document(["101", "90"], ["1", "100"], ["95", null]);
  const text = module.runText(shuffled);
  shuffled.facts.RateTiersPack.reverse();
  assert.equal(module.runText(shuffled), text);
  assert.equal(text, canonical(JSON.parse(text)));
});
