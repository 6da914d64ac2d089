import { AssignmentRow, BillingCycleRow, CalendarDate, Input, daysInMonth, fail } from "@alga/billing-plugin-sdk";

/** The days of the period that the assignment covers. */
export function coveredDays(input: Input, scope: AssignmentRow): i32 {
  return scope.range.intersect(input.context.period.range).days;
}

/** One day more where an end that the cycle writes as exclusive closes the range, as if it were the last day. */
export function coveredAndOneMore(input: Input, scope: AssignmentRow): i32 {
  const period = input.context.period;
  const closedByPeriod = scope.end_date > period.end;
  return coveredDays(input, scope) + (closedByPeriod && hasExclusiveEnd(input) ? 1 : 0);
}

/** The days of the period as it is. */
export function periodDays(input: Input, scope: AssignmentRow): i32 {
  return input.context.period.range.days;
}

/** The length that goes by the cycle's name, whatever the calendar says. */
export function nominalLength(input: Input, scope: AssignmentRow): i32 {
  const period = input.context.period;
  const cycle = period.billing_cycle;
  if (cycle == "weekly") return 7;
  if (cycle == "bi-weekly") return 14;
  if (cycle == "quarterly") return 91;
  if (cycle == "semi-annually") return 182;
  if (cycle == "annually") return 365;
  if (cycle != "monthly") fail("fixed.billing_cycle_unknown", "there is no nominal length of a cycle '" + cycle + "'", period.billing_cycle_id);
  const start = CalendarDate.of(period.start);
  return daysInMonth(start.year, start.month);
}

function hasExclusiveEnd(input: Input): bool {
  const id = input.context.period.billing_cycle_id;
  const cycles = input.facts.rowsWhere<BillingCycleRow>("BillingCyclesPack", "billing_cycle_id", [id]);
  if (cycles.length > 0) return cycles[0].end_convention == "exclusive";
  fail("fixed.billing_cycle_missing", "BillingCyclesPack lacks the billed cycle, whose end_convention policy fixed_proration_days needs", id);
  return false;
}
