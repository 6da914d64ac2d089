import { fail } from "../failure";
import { Rounding, takesOneMore } from "./rounding";
import { divide128, high, multiply64, remainder } from "./wide";

/** Amounts on the wire are whole cents within ±(2^53−1). */
export const MAX_CENTS: i64 = 9007199254740991;

/** Whether an amount may stand in a document. */
export function isCents(amount: i64): bool {
  return amount >= -MAX_CENTS && amount <= MAX_CENTS;
}

function overflow(): i64 {
  fail("money.overflow", "an amount left the range of ±(2^53−1) cents or of 64 bits", "money");
  return 0;
}

/** a + b in cents. Failure `money.overflow` beyond ±(2^53−1). Example: `addCents(100, -30)` is 70. */
export function addCents(a: i64, b: i64): i64 {
  const sum = a + b;
  return isCents(a) && isCents(b) && isCents(sum) ? sum : overflow();
}

/** a − b in cents. Failure `money.overflow` beyond ±(2^53−1). Example: `subtractCents(100, 130)` is −30. */
export function subtractCents(a: i64, b: i64): i64 {
  return b == i64.MIN_VALUE ? overflow() : addCents(a, -b);
}

/** |value| as 64 unsigned bits, right also for the smallest i64. */
export function magnitude(value: i64): u64 {
  return value < 0 ? 0 - <u64>value : <u64>value;
}

/**
 * a · b / divisor through 128 bits, rounded once. Example: 66 667 cents for 21 of 31 days, `mulDiv(66667, 21, 31, Rounding.HalfAwayFromZero)`, is 45 162.
 * Failure `money.overflow` when the result does not fit 64 bits, `money.division_by_zero` for a divisor of 0.
 */
export function mulDiv(a: i64, b: i64, divisor: i64, rounding: Rounding): i64 {
  if (divisor == 0) {
    fail("money.division_by_zero", "an amount was divided by zero", "money");
    return 0;
  }
  const negative = (a < 0) != (b < 0) != (divisor < 0);
  const low = multiply64(magnitude(a), magnitude(b));
  const upper = high;
  const d = magnitude(divisor);
  if (upper >= d) return overflow();
  let whole = divide128(upper, low, d);
  const rest = remainder;
  const half = rest > d - rest ? 1 : rest < d - rest ? -1 : 0;
  if (takesOneMore(rounding, negative, half, rest == 0, (whole & 1) == 1)) {
    if (whole == u64.MAX_VALUE) return overflow();
    whole++;
  }
  const largest: u64 = negative ? <u64>1 << 63 : ~(<u64>1 << 63);
  if (whole > largest) return overflow();
  return negative ? <i64>(0 - whole) : <i64>whole;
}
