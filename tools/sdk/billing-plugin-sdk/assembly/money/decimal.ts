import { fail } from "../failure";
import { decode } from "../json/decode";
import { storeDecimal } from "../json/numbers";
import { magnitude, mulDiv } from "./cents";
import { POWERS } from "./powers";
import { Rounding } from "./rounding";
import { divide128, high, multiply64, remainder } from "./wide";

/** 10^exponent, for 0 ≤ exponent ≤ 18. */
export function powerOfTen(exponent: i32): i64 {
  return <i64>POWERS[exponent];
}

/** A quantity, rate, percentage or proportion, exactly: unscaled · 10^−scale, without trailing zeros. At most 18 digits. Immutable. */
export class Decimal {
  static readonly ZERO: Decimal = new Decimal(0, 0);
  static readonly ONE: Decimal = new Decimal(1, 0);

  readonly unscaled: i64;
  readonly scale: i32;

  constructor(unscaled: i64, scale: i32) {
    if (unscaled == 0) scale = 0;
    // No odd number ends in zero, so half of all need no division.
    while (scale > 0 && (unscaled & 1) == 0) {
      const upper = unscaled / 10;
      if (upper * 10 != unscaled) break;
      unscaled = upper;
      scale--;
    }
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads `"12.5"`. Failure `decimal.malformed` for anything else, such as an exponent or more than 18 digits. */
  static parse(text: string): Decimal {
    const bytes = String.UTF8.encode(text);
    const start = changetype<usize>(bytes);
    const value = Decimal.parseBytes(start, start + <usize>bytes.byteLength);
    if (value !== null) return value;
    fail("decimal.malformed", "'" + text + "' is not a plain decimal of at most 18 digits", text);
    return Decimal.ZERO;
  }

  /** The same over UTF-8 in memory; null when it is no plain decimal of at most 18 digits. */
  static parseBytes(start: usize, end: usize): Decimal | null {
    let at = start;
    const negative = at < end && load<u8>(at) == 0x2d;
    if (negative) at++;
    let value: i64 = 0;
    let significant = 0;
    let digits = 0;
    let scale = -1;
    for (; at < end; at++) {
      const c = <u32>load<u8>(at);
      if (c == 0x2e && scale < 0 && digits > 0) {
        scale = 0;
        continue;
      }
      const digit = c - 0x30;
      if (digit > 9) return null;
      digits++;
      if (significant > 0 || digit > 0) significant++;
      if (significant > 18) return null;
      value = value * 10 + <i64>digit;
      if (scale >= 0 && ++scale > 18) return null;
    }
    if (digits == 0 || scale == 0) return null;
    return new Decimal(negative ? -value : value, max(scale, 0));
  }

  /**
   * numerator / denominator for people to read, half away from zero, to so many places or to as many fewer as 18 digits make necessary.
   * Example: `Decimal.ratio(100, new Decimal(3, 0), 6)` is 33.333333. Failure `money.division_by_zero`, or `money.overflow` when not even the whole part fits.
   */
  static ratio(numerator: i64, denominator: Decimal, places: i32): Decimal {
    if (denominator.isZero) {
      fail("money.division_by_zero", "a ratio has the denominator zero", "money");
      return Decimal.ZERO;
    }
    const divisor = magnitude(denominator.unscaled);
    let kept = min(places, 18 - denominator.scale);
    for (; kept > 0; kept--) {
      const low = multiply64(magnitude(numerator), <u64>powerOfTen(kept + denominator.scale));
      if (high >= divisor) continue;
      const whole = divide128(high, low, divisor);
      // One more must still have at most 18 digits.
      if (whole >= 999_999_999_999_999_999) continue;
      const rounded = <i64>(whole + <u64>(remainder >= divisor - remainder));
      return new Decimal(numerator < 0 != denominator.isNegative ? -rounded : rounded, kept);
    }
    return new Decimal(mulDiv(numerator, powerOfTen(kept + denominator.scale), denominator.unscaled, Rounding.HalfAwayFromZero), kept);
  }

  get isZero(): bool {
    return this.unscaled == 0;
  }

  get isNegative(): bool {
    return this.unscaled < 0;
  }

  get isWhole(): bool {
    return this.scale == 0;
  }

  /** In millionths. Failures: `decimal.too_fine` for more than 6 places, `decimal.too_large` from 10^12 on. Example: 2.5 is 2 500 000. */
  millionths(subject: string): i64 {
    if (this.scale > 6) {
      fail("decimal.too_fine", "a quantity has more than 6 places", subject);
      return 0;
    }
    const factor = powerOfTen(6 - this.scale);
    if (magnitude(this.unscaled) < <u64>(1_000_000_000_000_000_000 / factor)) return this.unscaled * factor;
    fail("decimal.too_large", "a quantity is 10^12 or larger", subject);
    return 0;
  }

  toString(): string {
    const quoted = heap.alloc(32);
    store<u8>(quoted, 0x22);
    const end = storeDecimal(quoted + 1, this.unscaled, this.scale);
    store<u8>(end, 0x22);
    return decode(quoted + 1, end);
  }
}
