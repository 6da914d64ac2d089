import { fail } from "../failure";
import { magnitude } from "./cents";
import { Rounding, takesOneMore } from "./rounding";
import { Decimal, powerOfTen } from "./decimal";
import { Share, Wide, divide128, high, multiply64, remainder, shareOf, withinLimit } from "./wide";

/** Exact, never negative weights on one common scale, and their sum. */
export class Weights {
  private constructor(
    readonly parts: Wide[],
    readonly sum: Wide,
    readonly scale: i32,
  ) {}

  /**
   * The products left[i] · right[i], such as rate · quantity, without rounding.
   * Failure `allocation.negative_weight` with the subject of the first negative one, `allocation.overflow` when the sum does not stay below 2^126.
   */
  static products(left: Decimal[], right: Decimal[], subjects: string[]): Weights {
    const count = left.length;
    let scale = 0;
    for (let i = 0; i < count; i++) scale = max(scale, left[i].scale + right[i].scale);
    const parts = new Array<Wide>(count);
    let sum = Wide.ZERO;
    for (let i = 0; i < count; i++) {
      const a = left[i];
      const b = right[i];
      parts[i] = Wide.ZERO;
      if (a.isZero || b.isZero) continue;
      if (a.isNegative != b.isNegative) {
        fail("allocation.negative_weight", "nothing can be split by a negative weight", subjects[i]);
        continue;
      }
      const part = raise(Wide.product(magnitude(a.unscaled), magnitude(b.unscaled)), scale - a.scale - b.scale);
      const next = part === null ? sum : sum.plus(part);
      if (part === null || !withinLimit(part.hi) || !withinLimit(next.hi)) {
        fail("allocation.overflow", "the weights of a split leave 126 bits", subjects[i]);
        continue;
      }
      parts[i] = part;
      sum = next;
    }
    return new Weights(parts, sum, scale);
  }

  /** Each weight as it is. */
  static of(weights: Decimal[], subjects: string[]): Weights {
    return Weights.products(weights, new Array<Decimal>(weights.length).fill(Decimal.ONE), subjects);
  }

  /** part / sum to 12 places, half away from zero; 0 when all weights are zero. */
  proportion(index: i32): Decimal {
    if (this.sum.isZero) return Decimal.ZERO;
    return new Decimal(roundedShare(1_000_000_000_000, this.parts[index], this.sum, Rounding.HalfAwayFromZero, false), 12);
  }

  /** A weight for people to read, to 6 places, half away from zero. */
  text(index: i32): string {
    let whole = this.parts[index];
    const dropped = this.scale - 6;
    if (dropped > 0) {
      const unit = <u64>powerOfTen(min(dropped, 18));
      if (dropped > 18) whole = whole.over(<u64>powerOfTen(dropped - 18));
      whole = whole.over(unit);
      if (remainder >= unit - remainder) whole = whole.plus(new Wide(0, 1));
    }
    return wideText(whole, min(this.scale, 6));
  }
}

/** What a split gave one part. */
export class Allotment {
  constructor(
    readonly cents: i64,
    /** 1 (or −1 of a negative total) when the part got a cent of what rounding down had left over. */
    readonly remainder_cents: i32,
  ) {}
}

/**
 * Splits a total so that the parts add up to it, by largest remainder: each part is rounded towards zero, then the cents left over go to the largest remainders.
 * Equal remainders are served in the order of the weights, so sort them by a stable id first. All zero weights: failure `allocation.no_weight`.
 * Example: 100 cents by 1 : 1 : 1 is 34, 33, 33.
 */
export function allocate(total: i64, weights: Weights): Allotment[] {
  const count = weights.parts.length;
  const shares = new Array<Share>(count);
  let order = new StaticArray<i32>(count);
  const whole = magnitude(total);
  if (weights.sum.isZero) {
    fail("allocation.no_weight", "there is nothing to split an amount by", "allocation");
    return [];
  }
  let given: u64 = 0;
  for (let i = 0; i < count; i++) {
    shares[i] = shareOf(whole, weights.parts[i], weights.sum);
    order[i] = i;
    given += shares[i].whole;
  }
  const extra = new StaticArray<i32>(count);
  const left = <i32>(whole - given);
  if (left > 0) order = byRemainder(order, shares);
  for (let i = 0; i < left; i++) extra[order[i]] = 1;
  const allotments = new Array<Allotment>(count);
  for (let i = 0; i < count; i++) {
    const cents = <i64>(shares[i].whole + <u64>extra[i]);
    allotments[i] = total < 0 ? new Allotment(-cents, -extra[i]) : new Allotment(cents, extra[i]);
  }
  return allotments;
}

/** Rounds each part on its own; the parts may miss the total. For policies that reproduce engines which do that. */
export function roundEach(total: i64, weights: Weights, rounding: Rounding): Allotment[] {
  const count = weights.parts.length;
  const allotments = new Array<Allotment>(count);
  if (weights.sum.isZero) {
    fail("allocation.no_weight", "there is nothing to split an amount by", "allocation");
    return [];
  }
  for (let i = 0; i < count; i++) {
    const cents = roundedShare(magnitude(total), weights.parts[i], weights.sum, rounding, total < 0);
    allotments[i] = new Allotment(total < 0 ? -cents : cents, 0);
  }
  return allotments;
}

/** The parts by falling remainder, equal ones as they stood: a merge sort from runs of one. */
function byRemainder(order: StaticArray<i32>, shares: Share[]): StaticArray<i32> {
  const count = order.length;
  let from = order;
  let into = new StaticArray<i32>(count);
  for (let run = 1; run < count; run *= 2) {
    for (let begin = 0; begin < count; begin += 2 * run) {
      const middle = min(begin + run, count);
      const end = min(middle + run, count);
      let left = begin;
      let right = middle;
      for (let at = begin; at < end; at++) {
        const takesRight = left == middle || (right < end && shares[from[right]].rest.compare(shares[from[left]].rest) > 0);
        into[at] = from[takesRight ? right++ : left++];
      }
    }
    const sorted = into;
    into = from;
    from = sorted;
  }
  return from;
}

function roundedShare(total: u64, part: Wide, sum: Wide, rounding: Rounding, negative: bool): i64 {
  if ((sum.hi | (sum.lo >> 63)) == 0) {
    const low = multiply64(total, part.lo);
    const whole = divide128(high, low, sum.lo);
    const twice = remainder << 1;
    const half = twice > sum.lo ? 1 : twice < sum.lo ? -1 : 0;
    return <i64>(whole + <u64>takesOneMore(rounding, negative, half, twice == 0, (whole & 1) == 1));
  }
  const share = shareOf(total, part, sum);
  const half = share.rest.doubled().compare(sum);
  const more = takesOneMore(rounding, negative, half, share.rest.isZero, (share.whole & 1) == 1);
  return <i64>(share.whole + <u64>more);
}

function raise(value: Wide, exponent: i32): Wide | null {
  let raised: Wide | null = value;
  for (let left = exponent; left > 0 && raised !== null; left -= 18) raised = raised.times(<u64>powerOfTen(min(left, 18)));
  return raised;
}

/** unscaled · 10^−scale as a plain decimal without trailing zeros. */
function wideText(unscaled: Wide, scale: i32): string {
  if (unscaled.hi == 0 && unscaled.lo <= <u64>i64.MAX_VALUE) return new Decimal(<i64>unscaled.lo, scale).toString();
  let upper = unscaled.over(<u64>powerOfTen(scale));
  const fraction = remainder;
  let digits = "";
  while (upper.hi != 0) {
    upper = upper.over(<u64>powerOfTen(18));
    digits = remainder.toString().padStart(18, "0") + digits;
  }
  const below = fraction == 0 ? "" : new Decimal(<i64>fraction, scale).toString().substring(1);
  return upper.lo.toString() + digits + below;
}
