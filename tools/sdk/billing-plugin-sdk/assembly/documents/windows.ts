import { DayRange } from "../dates/day-range";
import { BillingCycleRow } from "../facts/billing-cycle";
import { fail } from "../failure";
import { Input } from "./input";

/** Whether something with these days is in force in the period; a value of a policy such as `assignment_window`. */
export type Window = (range: DayRange, input: Input) => bool;

/** It covers at least one day of the period. */
export function coversADay(range: DayRange, input: Input): bool {
  return !range.intersect(input.context.period.range).isEmpty;
}

/**
 * Also when it starts on the first day after the period, where the cycle's end was written as exclusive. Needs `billing_cycle_id` and `end_convention` of BillingCyclesPack;
 * failure `cycle.missing` when the billed cycle has no row there.
 */
export function coversOrTouchesEnd(range: DayRange, input: Input): bool {
  const period = input.context.period;
  return coversADay(range, input) || (range.start == period.end && hasExclusiveEnd(input));
}

/** The days of the period it covers; what only touches the period's end is there for that day. */
export function daysInForce(range: DayRange, input: Input): DayRange {
  return daysWithin(range, input.context.period.range);
}

/** The days of a whole that a range covers; what only touches the end of it is there for that day. */
export function daysWithin(range: DayRange, whole: DayRange): DayRange {
  const covered = range.intersect(whole);
  return covered.isEmpty ? new DayRange(covered.start, covered.start + 1) : covered;
}

function hasExclusiveEnd(input: Input): bool {
  const id = input.context.period.billing_cycle_id;
  const cycles = input.facts.rowsWhere<BillingCycleRow>("BillingCyclesPack", "billing_cycle_id", [id]);
  if (cycles.length > 0) return cycles[0].end_convention == "exclusive";
  fail("cycle.missing", "BillingCyclesPack lacks the billed cycle, whose end_convention a closed window needs", id);
  return false;
}
