import { AssignmentRow, DayRange, Input, Integer, Output, PlanFixedConfigRow, PlanRow, Proration, Term, fail } from "@alga/billing-plugin-sdk";
import { cycleLengths, missingFees, prorationDays, windows } from "./policies";
import { planTerms } from "./terms";

/** What an assignment costs for one term, and the days it is for. */
export class Fee {
  constructor(
    readonly base_rate_cents: i64,
    /** Null when the plan is not prorated. */
    readonly proration: Proration | null,
    readonly service: DayRange,
    readonly term: Term,
  ) {}

  get cents(): i64 {
    const proration = this.proration;
    return proration === null ? this.base_rate_cents : proration.cents;
  }
}

/** The fees of the terms billed in this period; when there are none to bill, a warning or a failure says why. */
export function feesOf(input: Input, scope: AssignmentRow, output: Output): Fee[] {
  const fees: Fee[] = [];
  const policies = input.policies;
  if (!windows().in(policies)(input, scope)) {
    fail("fixed.outside_period", "the assignment does not cover any day of the period", scope.assignment_id);
    return fees;
  }
  const config = configOf(input, scope);
  const base: Integer | null = config === null ? null : config.base_rate_cents;
  if (config === null || base === null) {
    missingFees().in(policies)(scope, output);
    return fees;
  }
  const terms = planTerms(input, scope, planOf(input, scope));
  for (let i = 0; i < terms.length; i++) {
    if (terms[i].isOwed(scope.range, input.context.period)) fees.push(feeOf(input, scope, config, base.value, terms[i]));
  }
  if (fees.length == 0) output.warn("fixed.nothing_in_term", "plan '" + scope.plan_name + "' is not billed in this period: its assignment covers no day of the term that is due", scope.plan_id);
  return fees;
}

function feeOf(input: Input, scope: AssignmentRow, config: PlanFixedConfigRow, base: i64, term: Term): Fee {
  const policies = input.policies;
  const proration = config.enable_proration
    ? new Proration(base, prorationDays().in(policies)(input, scope, term), cycleLengths().in(policies)(input, scope, term))
    : null;
  return new Fee(base, proration, term.served(scope.range), term);
}

function configOf(input: Input, scope: AssignmentRow): PlanFixedConfigRow | null {
  const rows = input.facts.rows<PlanFixedConfigRow>("PlanFixedConfigPack");
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].plan_id == scope.plan_id) return rows[i];
  }
  return null;
}

/** The plan of an assignment, where the facts have it. */
export function planOf(input: Input, scope: AssignmentRow): PlanRow | null {
  const plans = input.facts.rows<PlanRow>("PlanPack");
  for (let i = 0; i < plans.length; i++) {
    if (plans[i].plan_id == scope.plan_id) return plans[i];
  }
  return null;
}
