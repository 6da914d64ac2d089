import { Decimal, MILLIS_PER_HOUR, Rounding, mulDiv } from "@alga/billing-plugin-sdk";

const MILLIONTHS: i64 = 1_000_000;

/** A rule by which hours beyond a threshold have a rate of their own, and the hours it has counted. Milliseconds. */
export class Overtime {
  /** Hours of the period so far. */
  counted: i64 = 0;

  private constructor(
    /** Whose rule it is: `plan` or `service`. */
    readonly source: string,
    readonly threshold_hours: Decimal,
    readonly threshold: i64,
    private readonly ownRate: Decimal | null,
  ) {}

  /** Null where there is no overtime: not enabled, or no threshold. */
  static of(source: string, enabled: bool, threshold: Decimal | null, rate: Decimal | null, subject: string): Overtime | null {
    if (!enabled || threshold === null) return null;
    return new Overtime(source, threshold, mulDiv(threshold.millionths(subject), MILLIS_PER_HOUR, MILLIONTHS, Rounding.HalfAwayFromZero), rate);
  }

  /** Cents an hour beyond the threshold: the rule's own, or one and a half times the usual rate where it has none, or none but zero. */
  rate(usual: Decimal): Decimal {
    const own = this.ownRate;
    return own === null || own.isZero ? new Decimal(mulDiv(usual.unscaled, 15, 1, Rounding.HalfAwayFromZero), usual.scale + 1) : own;
  }
}
