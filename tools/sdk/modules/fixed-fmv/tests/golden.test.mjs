// What the legacy engine billed: the public `fixed` family, rated here by V8 and none of the system's own code.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { gunzipSync } from "node:zlib";
import { load } from "@alga/billing-plugin-sdk/testing";

const folder = path.join(import.meta.dirname, "..");
const module = await load(path.join(folder, "build", "fixed-fmv.wasm"));
const golden = path.join(folder, "..", "..", "..", "..", "samples", "golden", "fixed.jsonl.gz");
const scenarios = gunzipSync(await readFile(golden)).toString("utf8").trim().split("\n").map((line) => JSON.parse(line));

const dayAfter = (date) => date && new Date(Date.parse(`${date}T00:00:00Z`) + 864e5).toISOString().slice(0, 10);
const decimal = (value) => (value === null ? null : String(value));

/** The engine's lines as `service:cents`, or null where the company fails before any module runs. */
function rate(scenario, policies) {
  const { context, facts } = scenario;
  const { period } = context;
  if (context.already_invoiced) return [];
  const end = period.end_convention === "exclusive" ? period.end_date : dayAfter(period.end_date);
  if (facts.BillingCyclesPack.some((cycle) => cycle.effective_date > period.start_date && cycle.effective_date < end)) return null;

  const touching = policies.assignment_window === "closed" && period.end_convention === "exclusive";
  const scopes = facts.AssignmentPack.map((row) => ({ ...row, end_date: dayAfter(row.end_date) })).filter(
    (row) =>
      row.is_active &&
      row.source !== "bundle-row" &&
      (row.start_date < end || (touching && row.start_date === end)) &&
      (row.end_date === null || row.end_date > period.start_date),
  );
  if (scopes.length === 0) return null;

  return scopes
    .filter((scope) => scope.plan_type === "fixed" || facts.PlanServiceConfigPack.some((config) => config.plan_id === scope.plan_id && config.configuration_type === "fixed"))
    .flatMap((scope) => {
      const ofPlan = (rows) => rows.filter((row) => row.plan_id === scope.plan_id);
      const output = module.run({
        abi: 1,
        scope,
        context: {
          tenant_id: context.tenant_id,
          company: { ...context.company, time_zone: null },
          period: { start: period.start_date, end, billing_cycle: period.billing_cycle, billing_cycle_id: period.billing_cycle_id },
          now: `${context.run_date}T00:00:00Z`,
          seed: "00",
        },
        facts: {
          PlanPack: ofPlan(facts.PlanPack).map((row) => ({ ...row, overtime_rate_cents: decimal(row.overtime_rate_cents), overtime_threshold_hours: decimal(row.overtime_threshold_hours) })),
          PlanFixedConfigPack: ofPlan(facts.PlanFixedConfigPack),
          PlanServiceConfigPack: ofPlan(facts.PlanServiceConfigPack).map((row) => ({ ...row, quantity: decimal(row.quantity), custom_rate_cents: decimal(row.custom_rate_cents), fixed_service_base_rate: decimal(row.fixed_service_base_rate ?? null) })),
          CatalogPack: facts.CatalogPack.map((row) => ({ ...row, default_rate_cents: decimal(row.default_rate_cents) })),
          BillingCyclesPack: [{ billing_cycle_id: period.billing_cycle_id, end_convention: period.end_convention, is_closed: false }],
        },
        policies,
      });
      assert.equal(output.error, undefined, `${scenario.id}: ${output.error?.message}`);
      return output.charges.map((charge) => `${charge.dimensions.service_id}:${charge.net_amount_cents}`);
    });
}

const expected = ({ expected }) => (expected.error === null ? expected.charges.map((charge) => `${charge.service_id}:${charge.total_cents}`) : null);
const sorted = (lines) => lines && [...lines].sort();

test("standard policies bill all 178 strict scenarios to the cent", () => {
  const strict = scenarios.filter((scenario) => scenario.parity.charges);
  assert.equal(strict.length, 178);
  for (const scenario of strict) assert.deepEqual(sorted(rate(scenario, {})), sorted(expected(scenario)), scenario.id);
});

test("legacy policies bill every fixed plan as the legacy engine did, quirks and all", async () => {
  const catalog = JSON.parse(await readFile(path.join(folder, "..", "..", "..", "..", "schemas", "policies.json"), "utf8"));
  const legacy = catalog.profiles.find((profile) => profile.name === "legacy").policies;
  assert.equal(scenarios.length, 280);
  for (const scenario of scenarios) assert.deepEqual(sorted(rate(scenario, legacy)), sorted(expected(scenario)), scenario.id);
});
