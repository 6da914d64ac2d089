import { AssignmentRow, BillingCycleRow, CalendarDate, Input, Term, daysInMonth, fail } from "@alga/billing-plugin-sdk";

/** The days of the term that the assignment covers. */
export function coveredDays(input: Input, scope: AssignmentRow, term: Term): i32 {
  return scope.range.intersect(term.range).days;
}

/** One day more where an end that the cycle writes as exclusive closes the range, as if it were the last day. */
export function coveredAndOneMore(input: Input, scope: AssignmentRow, term: Term): i32 {
  const closedByTerm = scope.end_date > term.range.end;
  return coveredDays(input, scope, term) + (closedByTerm && hasExclusiveEnd(input) ? 1 : 0);
}

/** The days of the term as it is. */
export function termDays(input: Input, scope: AssignmentRow, term: Term): i32 {
  return term.range.days;
}

/** The length that goes by the cycle's name, whatever the calendar says. */
export function nominalLength(input: Input, scope: AssignmentRow, term: Term): i32 {
  const cycle = term.cycle;
  if (cycle == "weekly") return 7;
  if (cycle == "bi-weekly") return 14;
  if (cycle == "quarterly") return 91;
  if (cycle == "semi-annually") return 182;
  if (cycle == "annually") return 365;
  if (cycle != "monthly") fail("fixed.billing_cycle_unknown", "there is no nominal length of a cycle '" + cycle + "'", scope.plan_id);
  const start = CalendarDate.of(term.range.start);
  return daysInMonth(start.year, start.month);
}

function hasExclusiveEnd(input: Input): bool {
  const id = input.context.period.billing_cycle_id;
  const cycles = input.facts.rowsWhere<BillingCycleRow>("BillingCyclesPack", "billing_cycle_id", [id]);
  if (cycles.length > 0) return cycles[0].end_convention == "exclusive";
  fail("fixed.billing_cycle_missing", "BillingCyclesPack lacks the billed cycle, whose end_convention policy fixed_proration_days needs", id);
  return false;
}
