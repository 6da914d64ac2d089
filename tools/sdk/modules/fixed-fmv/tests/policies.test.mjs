import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { load } from "@alga/billing-plugin-sdk/testing";
import { amounts, example, ofAnotherKind, parts } from "./example.mjs";

const folder = path.join(import.meta.dirname, "..");
const module = await load(path.join(folder, "build", "fixed-fmv.wasm"));
const run = (change) => module.run(example((document) => change(parts(document), document)));

test("round_each rounds every part by itself", () => {
  const output = run(({ fee, configs, catalog, policies }) => {
    fee.base_rate_cents = 101;
    configs.forEach((config) => (config.quantity = "1"));
    catalog.forEach((entry) => (entry.default_rate_cents = "500"));
    policies.fixed_allocation = "round_each";
  });
  assert.deepEqual(amounts(output), { s1: 51, s2: 51 });
});

test("plus_one charges a day more where an exclusive period end closes the range", () => {
  const billed = (change) => run((part, document) => {
    part.fee.enable_proration = true;
    part.policies.fixed_proration_days = "plus_one";
    change(part, document);
  });
  const days = (output) => output.charges[0].metadata.covered_days;
  assert.equal(days(billed(() => {})), 32);
  assert.deepEqual(amounts(billed(() => {})), { s1: 8259, s2: 2065 }); // 10001 · 32/31
  assert.equal(days(billed(({ scope }) => (scope.end_date = "2025-01-20"))), 19);
  assert.equal(days(billed(({ scope }) => (scope.end_date = "2025-02-01"))), 31);
  assert.equal(days(billed(({ scope }) => (scope.end_date = "2025-02-02"))), 32);
  assert.equal(days(billed((_, document) => (document.facts.BillingCyclesPack[0].end_convention = "inclusive-explicit"))), 31);
  assert.equal(billed((_, document) => delete document.facts.BillingCyclesPack).error.code, "fixed.billing_cycle_missing");
});

test("nominal lengths go by the cycle's name", () => {
  const lengths = { weekly: 7, "bi-weekly": 14, monthly: 29, quarterly: 91, "semi-annually": 182, annually: 365 };
  for (const [cycle, length] of Object.entries(lengths)) {
    const output = run(({ scope, plan, period, fee, policies }) => {
      scope.start_date = "2024-01-01";
      plan.billing_frequency = cycle;
      Object.assign(period, { start: "2024-02-29", end: "2024-03-31", billing_cycle: cycle });
      fee.enable_proration = true;
      policies.fixed_cycle_length = "nominal";
    });
    assert.equal(output.charges?.[0].metadata.period_days, length, cycle);
  }
  const unknown = run(({ plan, period, fee, policies }) => {
    plan.billing_frequency = period.billing_cycle = "yearly";
    fee.enable_proration = true;
    policies.fixed_cycle_length = "nominal";
  });
  assert.equal(unknown.error.code, "fixed.billing_cycle_unknown");
});

test("quantity zero can weigh one", () => {
  const output = run(({ configs, policies }) => {
    configs[0].quantity = "0";
    policies.fixed_zero_quantity = "one";
  });
  assert.deepEqual(amounts(output), { s1: 5715, s2: 4286 });
  assert.equal(output.charges[0].quantity, "0");
});

test("a closed window lets an assignment start on the first day after the period", () => {
  const touching = (prorated, days) => run(({ scope, fee, policies }) => {
    scope.start_date = "2025-02-01";
    fee.enable_proration = prorated;
    Object.assign(policies, { assignment_window: "closed", fixed_proration_days: days });
  });
  assert.deepEqual(amounts(touching(false, "half_open")), { s1: 8001, s2: 2000 });
  assert.deepEqual(amounts(touching(true, "plus_one")), { s1: 258, s2: 65 }); // 1 of 31 days
  assert.deepEqual([touching(true, "plus_one").charges[0].service_start, touching(true, "plus_one").charges[0].service_end], ["2025-02-01", "2025-02-02"]);
});

test("the fee of a fixed service in a plan of another kind can be taken for cents, and no quantity for one", () => {
  const output = run(({ configs, policies }, document) => {
    ofAnotherKind(document);
    configs[0].quantity = "0";
    policies.fixed_service_fee = "as_cents";
  });
  assert.deepEqual(amounts(output), { s1: 50, s2: 1500 });
});

test("the manifest, schemas/policies.json and the module know the same values", async () => {
  const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  const catalog = JSON.parse(await readFile(path.join(folder, "..", "..", "..", "..", "schemas", "policies.json"), "utf8"));
  const own = catalog.policies.filter((policy) => policy.applies_to === manifest.module_id);
  assert.deepEqual(
    own.map((policy) => policy.name).filter((name) => !manifest.policies.includes(name)),
    [],
  );
  const touch = (name, { fee, catalog: services, configs }, document) => {
    fee.enable_proration = true;
    if (name === "fixed_missing_fee") fee.base_rate_cents = null;
    if (name === "fixed_service_fee") ofAnotherKind(document);
    if (name === "fixed_zero_fmv") services.forEach((entry) => (entry.default_rate_cents = "0"));
    if (name === "fixed_zero_quantity") configs[0].quantity = "0";
  };
  const under = (name, value) => run((part, document) => {
    if (value !== undefined) part.policies[name] = value;
    touch(name, part, document);
  });
  for (const name of manifest.policies) {
    const policy = catalog.policies.find((known) => known.name === name);
    for (const { value } of policy.values) assert.notEqual(under(name, value).error?.code, "policy.unknown_value", `${name}=${value}`);
    assert.deepEqual(under(name, policy.default), under(name), `${name}: the default is what the module does without being told`);
    const unknown = under(name, "no such value");
    assert.deepEqual([unknown.error.code, unknown.error.subject], ["policy.unknown_value", name]);
  }
});
