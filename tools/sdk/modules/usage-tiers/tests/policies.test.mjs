import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { load } from "@alga/billing-plugin-sdk/testing";
import { amounts, example, parts } from "./example.mjs";

const folder = path.join(import.meta.dirname, "..");
const module = await load(path.join(folder, "build", "usage-tiers.wasm"));
const run = (change) => module.run(example((document) => change?.(parts(document), document)));
const billed = (policies, change) => run((part, document) => {
  Object.assign(part.policies, policies);
  change?.(part, document);
});

test("tiers can begin anew with every record", () => {
  assert.deepEqual(amounts(billed({ usage_tier_scope: "record" })), { u1: 200, u2: 175, u3: 38 });
});

test("tiers can be filled by their widths", () => {
  const zeroBased = ({ tiers }) => Object.assign(tiers[0], { min_quantity: "0" });
  assert.equal(billed({ usage_tier_bounds: "width" }, zeroBased).charges[1].metadata.tier_path, "21@2.5+49@1.25");
  const gap = ({ tiers }) => (tiers[1].min_quantity = "121");
  assert.deepEqual(billed({ usage_tier_bounds: "width" }, gap).charges[1].metadata.tier_path, "20@2.5+50@1.25");
});

test("units beyond the tiers can be left out, or fail the company", () => {
  const closed = ({ tiers }) => (tiers[1].max_quantity = "120");
  assert.equal(billed({ usage_beyond_tiers: "unbilled" }, closed).charges[1].metadata.tier_path, "20@2.5+20@1.25+30@none");
  assert.equal(billed({ usage_beyond_tiers: "unbilled" }, closed).charges[1].net_amount_cents, 75);
  assert.equal(billed({ usage_beyond_tiers: "fail" }, closed).error.code, "usage.beyond_tiers");
});

test("a minimum can hold for every record", () => {
  const minimum = ({ settings, records }) => {
    settings[1].minimum_usage = "4";
    records.push({ ...records[2], usage_id: "u4" });
  };
  assert.deepEqual(amounts(billed({ usage_minimum: "record" }, minimum)), { u1: 200, u2: 113, u3: 50, u4: 50 });
  assert.deepEqual(amounts(billed({}, minimum)), { u1: 200, u2: 113, u3: 38, u4: 38 });
});

test("cents can be rounded otherwise, and each tier by itself", () => {
  assert.deepEqual(amounts(billed({ usage_rounding: "half_away_from_zero" }, ({ records }) => (records[2].quantity = "3.01"))), { u1: 200, u2: 113, u3: 38 }); // 37.625
  assert.deepEqual(amounts(billed({ usage_rounding: "half_even" })), { u1: 200, u2: 112, u3: 38 }); // 112.5, 37.5
  const fractions = ({ records }) => (records[1].quantity = "21");
  assert.equal(billed({ usage_tier_rounding: "up_each" }, fractions).charges[1].net_amount_cents, 52); // 50 and 1.25
});

test("the rate of a unit can be raised to a whole cent", () => {
  assert.equal(billed({ usage_unit_rate: "up_to_cent" }).charges[2].net_amount_cents, 39);
});

test("the manifest, schemas/policies.json and the module know the same values", async () => {
  const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  const catalog = JSON.parse(await readFile(path.join(folder, "..", "..", "..", "..", "schemas", "policies.json"), "utf8"));
  const own = catalog.policies.filter((policy) => policy.applies_to === manifest.module_id);
  assert.deepEqual(own.map((policy) => policy.name), manifest.policies);
  for (const policy of own) {
    for (const { value } of policy.values) assert.notEqual(billed({ [policy.name]: value }).error?.code, "policy.unknown_value", `${policy.name}=${value}`);
    assert.deepEqual(billed({ [policy.name]: policy.default }), run(), policy.name);
    const unknown = billed({ [policy.name]: "no such value" });
    assert.deepEqual([unknown.error.code, unknown.error.subject], ["policy.unknown_value", policy.name]);
  }
});
