import { mulDiv } from "./cents";
import { Decimal } from "./decimal";
import { Rounding } from "./rounding";

/** The part of a fee that days make up, and how it came about. */
export class Proration {
  readonly cents: i64;

  /**
   * fee · covered / whole, rounded once. Failure `money.division_by_zero` for a whole of 0 days.
   * Example: 10 000 cents for 12 of 31 days is 3 871.
   */
  constructor(
    readonly fee: i64,
    readonly covered_days: i32,
    readonly whole_days: i32,
    rounding: Rounding = Rounding.HalfAwayFromZero,
  ) {
    this.cents = covered_days == whole_days ? fee : mulDiv(fee, covered_days, whole_days, rounding);
  }

  /** covered / whole to 12 places, for people to read; the cents are not computed from it. */
  get factor(): Decimal {
    return Decimal.ratio(this.covered_days, new Decimal(this.whole_days, 0), 12);
  }
}
