import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { load } from "@alga/billing-plugin-sdk/testing";
import { amounts, example, parts } from "./example.mjs";

const folder = path.join(import.meta.dirname, "..");
const module = await load(path.join(folder, "build", "hourly.wasm"));
const billed = (policies, change) =>
  module.run(
    example((document) => {
      Object.assign(document.policies, policies);
      change?.(parts(document), document);
    }),
  );

test("an hour that was begun can be billed whole", () => {
  assert.deepEqual(amounts(billed({ hourly_hours: "whole_hours" })), { e1: 20000, e2: 10000, e3: 60000 });
});

test("seconds can be cut off", () => {
  const seconds = ({ entries }) => Object.assign(entries[2], { end_time: "2025-01-09T16:20:59.999Z" });
  assert.deepEqual([amounts(billed({ hourly_seconds: "truncated" }, seconds)).e3, amounts(billed({}, seconds)).e3], [50000, 50250]);
});

test("an entry can be as long as from its begin to its end, whatever is marked", () => {
  const marked = ({ entries }) => (entries[2].billable_duration_minutes = 30);
  assert.deepEqual([amounts(billed({ hourly_duration: "span" }, marked)).e3, amounts(billed({}, marked)).e3], [50000, 7500]);
  const notBillable = ({ entries }) => (entries[2].billable_duration_minutes = 0);
  assert.equal(amounts(billed({}, notBillable)).e3, 50000); // the host gave it although it is not billable
});

test("overtime can be that of one entry, and of the plan alone", () => {
  const overtime = ({ plan, terms }) => {
    Object.assign(plan, { enable_overtime: true, overtime_threshold_hours: "2", overtime_rate_cents: "20000" });
    Object.assign(terms, { enable_overtime: true, overtime_threshold_hours: "1", overtime_rate_cents: "30000" });
  };
  assert.deepEqual(amounts(billed({}, overtime)), { e1: 17500, e2: 7500, e3: 56667 });
  assert.deepEqual(amounts(billed({ hourly_overtime_hours: "entry" }, overtime)), { e1: 17500, e2: 2500, e3: 56667 });
  assert.deepEqual(amounts(billed({ hourly_overtime_terms: "plan" }, overtime)), { e1: 12500, e2: 2500, e3: 64167 });
  assert.deepEqual(amounts(billed({ hourly_overtime_terms: "plan", hourly_overtime_hours: "entry" }, overtime)), { e1: 12500, e2: 2500, e3: 56667 });
});

test("the plan's rate and that of the kind of user can be ignored", () => {
  const rates = ({ configs, userTypeRates }) => {
    configs[0].custom_rate_cents = "12000";
    userTypeRates.push({ config_id: "k1", user_type: "internal", rate_cents: "9000" });
  };
  assert.equal(amounts(billed({}, rates)).e1, 11250);
  assert.equal(amounts(billed({ hourly_user_type_rate: "ignored" }, rates)).e1, 15000);
  assert.equal(amounts(billed({ hourly_user_type_rate: "ignored", hourly_custom_rate: "ignored" }, rates)).e1, 12500);
});

test("an entry can be billed once for every link of its ticket, on lines of their own", () => {
  const links = ({ entries }) => {
    entries[0].ticket_project_links = 3;
    Object.assign(entries[1], { ticket_project_links: 2, work_item_type: "project_task" });
  };
  const output = billed({ hourly_ticket_links: "per_link" }, links);
  assert.deepEqual(amounts(output), { e1: 12500, "e1/2": 12500, "e1/3": 12500, e2: 2500, e3: 50000 });
  assert.deepEqual(output.charges.map((charge) => charge.input_refs[0]), ["e1", "e1", "e1", "e2", "e3"]);
  assert.deepEqual(amounts(billed({}, links)), { e1: 12500, e2: 2500, e3: 50000 });
});

test("the manifest, schemas/policies.json and the module know the same values", async () => {
  const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  const catalog = JSON.parse(await readFile(path.join(folder, "..", "..", "..", "..", "schemas", "policies.json"), "utf8"));
  const own = catalog.policies.filter((policy) => policy.applies_to === manifest.module_id);
  assert.deepEqual(own.map((policy) => policy.name), manifest.policies);
  for (const policy of own) {
    for (const { value } of policy.values) assert.equal(billed({ [policy.name]: value }).error, undefined, `${policy.name}=${value}`);
    assert.deepEqual(billed({ [policy.name]: policy.default }), billed({}), policy.name);
    const unknown = billed({ [policy.name]: "no such value" });
    assert.deepEqual([unknown.error.code, unknown.error.subject], ["policy.unknown_value", policy.name]);
  }
});
