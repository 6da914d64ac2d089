import { BillingCycleRow, BundleRow, Input, PlanRow, Term, fail, termsOf } from "@alga/billing-plugin-sdk";
import { windows } from "./policies";

/** A bundled plan's rate that is due in the period, and the terms it is due for: none where what is left of it was billed in advance. */
export class DueRate {
  constructor(
    readonly row: BundleRow,
    readonly terms: Term[],
  ) {}
}

/** The bundled plans that have a rate and are due in this period, ascending by assignment. */
export function ratesInForce(input: Input): DueRate[] {
  const inForce = windows().in(input.policies);
  const plans = plansById(input);
  const rows = input.facts.rows<BundleRow>("BundlePack");
  const rates: DueRate[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].custom_rate_cents === null || !rows[i].is_active || !inForce(rows[i].range, input)) continue;
    const rate = dueRate(rows[i], plans, input);
    if (rate !== null) rates.push(rate);
  }
  rates.sort(byAssignment);
  for (let i = 1; i < rates.length; i++) {
    const id = rates[i].row.assignment_id;
    if (rates[i - 1].row.assignment_id == id) fail("bundle.assignment_twice", "BundlePack has two rows in force for one assignment", id);
  }
  return rates;
}

/** The terms the plan is billed for in this period, as they are decided for the plan's own charges. Null for a plan that is not due. */
function dueRate(row: BundleRow, plans: Map<string, PlanRow>, input: Input): DueRate | null {
  const period = input.context.period;
  if (!plans.has(row.plan_id)) {
    fail("bundle.plan_missing", "bundle '" + row.bundle_name + "' has a plan that PlanPack lacks", row.plan_id);
    return null;
  }
  const plan = plans.get(row.plan_id);
  const isAdvance = billedInAdvance(plan);
  const terms = termsOf(row.range, plan.billing_frequency, isAdvance, period, isAdvance ? input.facts.rows<BillingCycleRow>("BillingCyclesPack") : []);
  if (terms.length == 0) return null;
  const owed: Term[] = [];
  for (let i = 0; i < terms.length; i++) {
    if (terms[i].isOwed(row.range, period)) owed.push(terms[i]);
  }
  return new DueRate(row, owed);
}

function billedInAdvance(plan: PlanRow): bool {
  const timing = plan.billing_timing;
  if (timing === null || timing == "arrears") return false;
  if (timing != "advance") fail("bundle.billing_timing_unknown", "plan '" + plan.plan_name + "' is billed '" + timing + "', which is neither arrears nor advance", plan.plan_id);
  return true;
}

function plansById(input: Input): Map<string, PlanRow> {
  const rows = input.facts.rows<PlanRow>("PlanPack");
  const plans = new Map<string, PlanRow>();
  for (let i = 0; i < rows.length; i++) plans.set(rows[i].plan_id, rows[i]);
  return plans;
}

function byAssignment(a: DueRate, b: DueRate): i32 {
  return a.row.assignment_id < b.row.assignment_id ? -1 : a.row.assignment_id > b.row.assignment_id ? 1 : 0;
}
