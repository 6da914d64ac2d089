import { addCycles } from "../dates/billing-cycle";
import { Day, dayText } from "../dates/day";
import { DayRange } from "../dates/day-range";
import { BillingCycleRow } from "../facts/billing-cycle";
import { BillingPeriod } from "./input";
import { daysWithin } from "./windows";

/** Days that one recurring fee is for, and what tells its lines from those of other terms. */
export class Term {
  constructor(
    readonly range: DayRange,
    /** How long a whole one is: monthly, quarterly, … */
    readonly cycle: string,
    /** Stands behind the line_key; empty for the term that a period has in any case. */
    readonly suffix: string = "",
  ) {}

  /** Whether a fee in force on those days is owed for the term. A period in arrears is owed wherever the window admits the fee at all. */
  isOwed(inForce: DayRange, period: BillingPeriod): bool {
    const isPeriodInArrears = this.suffix.length == 0 && this.range.start == period.start;
    return isPeriodInArrears || !inForce.intersect(this.range).isEmpty;
  }

  /** The days of the term on which the fee is in force; one that only touches the end is there for that day. */
  served(inForce: DayRange): DayRange {
    return daysWithin(inForce, this.range);
  }
}

/**
 * The terms that a recurring fee is billed for in a period, ascending. In arrears it is the period itself, in advance the next one (as the cycles have it, else one cycle more), and the
 * period itself as well when the fee begins in it: nobody billed that in advance. A fee whose frequency is not the cycle's has terms of its own, counted from its first day: those that
 * end (in arrears) or begin (in advance) on a day of the period. In arrears the term that it ends in, whole or not, is billed in the period that holds its last day.
 */
export function termsOf(inForce: DayRange, frequency: string, isAdvance: bool, period: BillingPeriod, cycles: BillingCycleRow[]): Term[] {
  if (frequency != period.billing_cycle) return ownTerms(inForce, frequency, isAdvance, period.range);
  if (!isAdvance) return [new Term(period.range, frequency)];
  const next = new Term(nextPeriod(period, cycles), frequency);
  return inForce.start >= period.start ? [new Term(period.range, frequency, suffixOf(period.start)), next] : [next];
}

function ownTerms(inForce: DayRange, frequency: string, isAdvance: bool, period: DayRange): Term[] {
  const terms: Term[] = [];
  let start = inForce.start;
  for (let number = 1; start < inForce.end && start < period.end; number++) {
    const end = addCycles(inForce.start, frequency, number);
    const due = isAdvance ? start : end < inForce.end ? end : inForce.end - 1;
    if (period.contains(due)) terms.push(new Term(new DayRange(start, end), frequency, suffixOf(start)));
    start = end;
  }
  return terms;
}

/** As the company's cycles have it; else one cycle more, counted from the start of this period where it is a whole one, so that the 31st stays the 31st. */
function nextPeriod(period: BillingPeriod, cycles: BillingCycleRow[]): DayRange {
  for (let i = 0; i < cycles.length; i++) {
    if (cycles[i].period_start_date == period.end) return new DayRange(period.end, cycles[i].period_end_date);
  }
  const isWhole = addCycles(period.start, period.billing_cycle, 1) == period.end;
  return new DayRange(period.end, isWhole ? addCycles(period.start, period.billing_cycle, 2) : addCycles(period.end, period.billing_cycle, 1));
}

function suffixOf(start: Day): string {
  return "/" + dayText(start);
}
