import { BundleRow, Input, PlanRow, fail, hasAnniversary } from "@alga/billing-plugin-sdk";
import { windows } from "./policies";

/** The bundled plans that have a rate and are due in this period, ascending by assignment. */
export function ratesInForce(input: Input): BundleRow[] {
  const inForce = windows().in(input.policies);
  const plans = plansById(input);
  const rows = input.facts.rows<BundleRow>("BundlePack");
  const rates: BundleRow[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].custom_rate_cents === null || !rows[i].is_active || !inForce(rows[i].range, input)) continue;
    if (isDue(rows[i], plans, input)) rates.push(rows[i]);
  }
  rates.sort(byAssignment);
  for (let i = 1; i < rates.length; i++) {
    const id = rates[i].assignment_id;
    if (rates[i - 1].assignment_id == id) fail("bundle.assignment_twice", "BundlePack has two rows in force for one assignment", id);
  }
  return rates;
}

/** Whether the plan is billed in this cycle, as Rating decides it for the plan's own charges. */
function isDue(row: BundleRow, plans: Map<string, PlanRow>, input: Input): bool {
  const period = input.context.period;
  if (!plans.has(row.plan_id)) {
    fail("bundle.plan_missing", "bundle '" + row.bundle_name + "' has a plan that PlanPack lacks", row.plan_id);
    return false;
  }
  const plan = plans.get(row.plan_id);
  const timing = plan.billing_timing;
  if (timing !== null && timing != "arrears") {
    fail("bundle.billing_timing_unsupported", "plan '" + plan.plan_name + "' is billed '" + timing + "'; this version bills bundle rates in arrears only", row.plan_id);
    return false;
  }
  if (plan.billing_frequency == period.billing_cycle) return true;
  return hasAnniversary(row.start_date, plan.billing_frequency, 1, period.range) || period.range.contains(row.end_date - 1);
}

function plansById(input: Input): Map<string, PlanRow> {
  const rows = input.facts.rows<PlanRow>("PlanPack");
  const plans = new Map<string, PlanRow>();
  for (let i = 0; i < rows.length; i++) plans.set(rows[i].plan_id, rows[i]);
  return plans;
}

function byAssignment(a: BundleRow, b: BundleRow): i32 {
  return a.assignment_id < b.assignment_id ? -1 : a.assignment_id > b.assignment_id ? 1 : 0;
}
