import { fail } from "../failure";
import { MAX_CENTS, magnitude } from "./cents";
import { Decimal, powerOfTen } from "./decimal";
import { Rounding, takesOneMore } from "./rounding";
import { Wide, remainder, withinLimit } from "./wide";

/** Products of two decimals of at most 6 places each. */
const PLACES = 12;

/**
 * A sum of quantities times rates, exact until it is rounded to cents. Nothing in it is negative.
 * Example: 3.5 units at 12.5 cents and 2 at 1 cent is 45.75, `.cents(Rounding.HalfAwayFromZero)` of which is 46.
 */
export class ExactCents {
  private sum: Wide = Wide.ZERO;

  /**
   * Adds quantity · rate. Failures: `money.negative` for a negative factor, `money.too_fine` for more than 12 places together, `money.overflow` beyond 126 bits.
   *
   * @param subject what the failure is about
   */
  add(quantity: Decimal, rate: Decimal, subject: string): void {
    if (quantity.isNegative || rate.isNegative) {
      fail("money.negative", "a quantity or a rate is negative", subject);
      return;
    }
    const places = quantity.scale + rate.scale;
    if (places > PLACES) {
      fail("money.too_fine", "a quantity and its rate have more than 12 places together", subject);
      return;
    }
    const part = Wide.product(magnitude(quantity.unscaled), magnitude(rate.unscaled)).times(<u64>powerOfTen(PLACES - places));
    const next = part === null ? this.sum : this.sum.plus(part);
    if (part === null || !withinLimit(next.hi)) fail("money.overflow", "a quantity times its rate leaves 126 bits", subject);
    else this.sum = next;
  }

  get isZero(): bool {
    return this.sum.isZero;
  }

  /**
   * Whole cents. Failure `money.overflow` beyond 2^53−1.
   *
   * @param per what a rate is for, in the units of the quantities, at most 10 million: 3 600 000 where quantities are milliseconds and rates are for an hour
   */
  cents(rounding: Rounding, per: i64 = 1): i64 {
    const unit = <u64>powerOfTen(PLACES) * <u64>per;
    const whole = this.sum.over(unit);
    const rest = remainder;
    const half = rest > unit - rest ? 1 : rest < unit - rest ? -1 : 0;
    const cents = whole.lo + <u64>takesOneMore(rounding, false, half, rest == 0, (whole.lo & 1) == 1);
    if (whole.hi == 0 && cents <= <u64>MAX_CENTS) return <i64>cents;
    fail("money.overflow", "an amount left the range of ±(2^53−1) cents", "money");
    return 0;
  }

  /** The exact amount for people to read: to 6 places, the rest cut off. Empty when it has more than 18 digits. */
  toString(): string {
    const shown = this.sum.over(<u64>powerOfTen(PLACES - 6));
    return shown.hi == 0 && shown.lo < 1_000_000_000_000_000_000 ? new Decimal(<i64>shown.lo, 6).toString() : "";
  }
}
