import { AssignmentRow, DayRange, Input, Integer, Output, PlanFixedConfigRow, PlanRow, Proration, fail } from "@alga/billing-plugin-sdk";
import { cycleLengths, missingFees, prorationDays, windows } from "./policies";

/** What an assignment costs for this period, and the days it is for. */
export class Fee {
  constructor(
    readonly base_rate_cents: i64,
    /** Null when the plan is not prorated. */
    readonly proration: Proration | null,
    readonly service: DayRange,
  ) {}

  get cents(): i64 {
    const proration = this.proration;
    return proration === null ? this.base_rate_cents : proration.cents;
  }
}

/** The fee, or null when there is none to bill; then a warning or a failure says why. */
export function feeOf(input: Input, scope: AssignmentRow, output: Output): Fee | null {
  const policies = input.policies;
  if (!windows().in(policies)(input, scope)) {
    fail("fixed.outside_period", "the assignment does not cover any day of the period", scope.assignment_id);
    return null;
  }
  if (!isInArrears(input, scope)) return null;

  const config = configOf(input, scope);
  const base: Integer | null = config === null ? null : config.base_rate_cents;
  if (config === null || base === null) {
    missingFees().in(policies)(scope, output);
    return null;
  }
  const proration = config.enable_proration
    ? new Proration(base.value, prorationDays().in(policies)(input, scope), cycleLengths().in(policies)(input, scope))
    : null;
  return new Fee(base.value, proration, servicePeriod(input, scope));
}

/** The days the fee is for: those the assignment covers. One that only touches the end of the period is there for that day. */
function servicePeriod(input: Input, scope: AssignmentRow): DayRange {
  const covered = scope.range.intersect(input.context.period.range);
  return covered.isEmpty ? new DayRange(covered.start, covered.start + 1) : covered;
}

function configOf(input: Input, scope: AssignmentRow): PlanFixedConfigRow | null {
  const rows = input.facts.rows<PlanFixedConfigRow>("PlanFixedConfigPack");
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].plan_id == scope.plan_id) return rows[i];
  }
  return null;
}

/** Fees in advance carry the service period after the billed one; a plan that asks for them must not be billed as if in arrears. */
function isInArrears(input: Input, scope: AssignmentRow): bool {
  const plans = input.facts.rows<PlanRow>("PlanPack");
  for (let i = 0; i < plans.length; i++) {
    const timing = plans[i].billing_timing;
    if (plans[i].plan_id != scope.plan_id || timing === null || timing == "arrears") continue;
    fail("fixed.billing_timing_unsupported", "plan '" + scope.plan_name + "' is billed '" + timing + "'; this version bills in arrears only", scope.plan_id);
    return false;
  }
  return true;
}
