import { fail } from "../failure";
import { CalendarDate, Day, addMonths } from "./day";
import { DayRange } from "./day-range";

/**
 * The day so many billing cycles later. Months keep the day of the month where it exists, always counted from `day`: a cycle after 2025-01-31 is 2025-02-28, two are 2025-03-31.
 * Failure `cycle.unknown` for anything but weekly, bi-weekly, monthly, quarterly, semi-annually and annually.
 */
export function addCycles(day: Day, billingCycle: string, cycles: i32): Day {
  const days = daysOf(billingCycle);
  return days > 0 ? day + days * cycles : addMonths(day, monthsOf(billingCycle) * cycles);
}

/**
 * Whether a multiple of the cycle, counted from `anchor` and not before number `first`, falls on a day of the range: what Rating asks of a plan whose frequency is not the cycle's.
 * Example: quarterly from 2025-01-15, first 1, falls on 2025-04-15 and so in April 2025, not in March.
 */
export function hasAnniversary(anchor: Day, billingCycle: string, first: i32, range: DayRange): bool {
  if (range.end <= anchor) return false;
  const days = daysOf(billingCycle);
  const elapsed = days > 0 ? (range.start - anchor) / days : monthsBetween(anchor, range.start) / monthsOf(billingCycle);
  let number = max(first, elapsed - 1);
  let anniversary = addCycles(anchor, billingCycle, number);
  while (anniversary < range.start) anniversary = addCycles(anchor, billingCycle, ++number);
  return anniversary < range.end;
}

function daysOf(billingCycle: string): i32 {
  return billingCycle == "weekly" ? 7 : billingCycle == "bi-weekly" ? 14 : 0;
}

function monthsOf(billingCycle: string): i32 {
  if (billingCycle == "quarterly") return 3;
  if (billingCycle == "semi-annually") return 6;
  if (billingCycle == "annually") return 12;
  if (billingCycle != "monthly") fail("cycle.unknown", "'" + billingCycle + "' is not a billing cycle", billingCycle);
  return 1;
}

function monthsBetween(from: Day, to: Day): i32 {
  const a = CalendarDate.of(from);
  const b = CalendarDate.of(to);
  return (b.year - a.year) * 12 + b.month - a.month;
}
