import { BillingPeriod, Day, OPEN_END, addMonths, fail } from "@alga/billing-plugin-sdk";

/** What becomes of minutes that a period leaves over. */
export class Rollover {
  constructor(
    /** Whether anything is carried at all. */
    readonly carries: bool,
    /** For how many periods after the one that granted it; 0 for ever. */
    private readonly periods: i32,
  ) {}

  /** First day on which minutes granted in the period that began so are gone. Failure `bucket.billing_cycle_unknown`. */
  expiry(start: Day, period: BillingPeriod): Day {
    if (this.periods == 0) return OPEN_END;
    const cycles = this.periods + 1;
    const cycle = period.billing_cycle;
    if (cycle == "weekly") return start + 7 * cycles;
    if (cycle == "bi-weekly") return start + 14 * cycles;
    if (cycle == "monthly") return addMonths(start, cycles);
    if (cycle == "quarterly") return addMonths(start, 3 * cycles);
    if (cycle == "semi-annually") return addMonths(start, 6 * cycles);
    if (cycle != "annually") fail("bucket.billing_cycle_unknown", "it is not known when minutes carried over a cycle '" + cycle + "' expire", period.billing_cycle_id);
    return addMonths(start, 12 * cycles);
  }
}
