import { AssignmentRow, BillingCycleRow, DayRange, Input, PlanRow, addCycles, dayText, fail } from "@alga/billing-plugin-sdk";

/** Days that one fee is for, and what tells its lines from those of other terms. */
export class Term {
  constructor(
    readonly range: DayRange,
    /** How long a whole one is: monthly, quarterly, … */
    readonly cycle: string,
    /** Stands behind the line_key; empty for the term that a period has in any case. */
    readonly suffix: string = "",
  ) {}
}

/**
 * The terms that a plan is billed for in this period, ascending. In arrears it is the period itself, in advance the next one, and the period itself as well when the assignment begins in
 * it: nobody billed that in advance. A plan whose frequency is not the cycle's has terms of its own, counted from the assignment's start: those that end (in arrears) or begin
 * (in advance) on a day of the period. In arrears the term that the assignment ends in, whole or not, is billed in the period that holds its last day.
 * Failure `fixed.billing_timing_unknown`.
 */
export function termsOf(input: Input, scope: AssignmentRow, plan: PlanRow | null): Term[] {
  const period = input.context.period;
  const isAdvance = billedInAdvance(plan);
  const frequency = plan === null || plan.billing_frequency.length == 0 ? period.billing_cycle : plan.billing_frequency;
  if (frequency != period.billing_cycle) return ownTerms(input, scope, frequency, isAdvance);
  if (!isAdvance) return [new Term(period.range, frequency)];
  const next = new Term(nextPeriod(input), frequency);
  return scope.start_date >= period.start ? [new Term(period.range, frequency, suffixOf(period.range)), next] : [next];
}

function billedInAdvance(plan: PlanRow | null): bool {
  if (plan === null) return false;
  const timing = plan.billing_timing;
  if (timing === null || timing == "arrears") return false;
  if (timing != "advance") fail("fixed.billing_timing_unknown", "plan '" + plan.plan_name + "' is billed '" + timing + "', which is neither arrears nor advance", plan.plan_id);
  return true;
}

function ownTerms(input: Input, scope: AssignmentRow, frequency: string, isAdvance: bool): Term[] {
  const range = input.context.period.range;
  const terms: Term[] = [];
  let start = scope.start_date;
  for (let number = 1; start < scope.end_date && start < range.end; number++) {
    const end = addCycles(scope.start_date, frequency, number);
    const due = isAdvance ? start : end < scope.end_date ? end : scope.end_date - 1;
    if (range.contains(due)) terms.push(new Term(new DayRange(start, end), frequency, suffixOf(new DayRange(start, end))));
    start = end;
  }
  return terms;
}

/** As the company's cycles have it; else one cycle more, counted from the start of this period where it is a whole one, so that the 31st stays the 31st. */
function nextPeriod(input: Input): DayRange {
  const period = input.context.period;
  const cycles = input.facts.rows<BillingCycleRow>("BillingCyclesPack");
  for (let i = 0; i < cycles.length; i++) {
    if (cycles[i].period_start_date == period.end) return new DayRange(period.end, cycles[i].period_end_date);
  }
  const isWhole = addCycles(period.start, period.billing_cycle, 1) == period.end;
  return new DayRange(period.end, isWhole ? addCycles(period.start, period.billing_cycle, 2) : addCycles(period.end, period.billing_cycle, 1));
}

function suffixOf(range: DayRange): string {
  return "/" + dayText(range.start);
}
