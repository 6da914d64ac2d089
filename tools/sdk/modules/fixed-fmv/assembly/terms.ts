import { AssignmentRow, BillingCycleRow, Input, PlanRow, Term, fail, termsOf } from "@alga/billing-plugin-sdk";

/** The terms that a plan is billed for in this period, ascending. Failure `fixed.billing_timing_unknown`. */
export function planTerms(input: Input, scope: AssignmentRow, plan: PlanRow | null): Term[] {
  const period = input.context.period;
  const frequency = plan === null || plan.billing_frequency.length == 0 ? period.billing_cycle : plan.billing_frequency;
  const isAdvance = billedInAdvance(plan);
  return termsOf(scope.range, frequency, isAdvance, period, isAdvance ? input.facts.rows<BillingCycleRow>("BillingCyclesPack") : []);
}

function billedInAdvance(plan: PlanRow | null): bool {
  if (plan === null) return false;
  const timing = plan.billing_timing;
  if (timing === null || timing == "arrears") return false;
  if (timing != "advance") fail("fixed.billing_timing_unknown", "plan '" + plan.plan_name + "' is billed '" + timing + "', which is neither arrears nor advance", plan.plan_id);
  return true;
}
