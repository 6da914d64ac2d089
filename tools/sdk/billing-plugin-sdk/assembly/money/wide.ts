/** High half of the last {@link multiply64}. */
export let high: u64 = 0;

/** Remainder of the last {@link divide128}. */
export let remainder: u64 = 0;

/** The low half of a 64 by 64 bit product; {@link high} holds the other. */
export function multiply64(a: u64, b: u64): u64 {
  if ((a | b) >> 32 == 0) {
    high = 0;
    return a * b;
  }
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >> 32);
  const cross = a0 * b1 + (middle & 0xffffffff);
  high = a1 * b1 + (middle >> 32) + (cross >> 32);
  return (cross << 32) | (low & 0xffffffff);
}

/**
 * The quotient of a 128 bit number by a 64 bit one, in two steps of 32 bits (Knuth, algorithm D); {@link remainder} holds the rest.
 * Needs hi < divisor, so that the quotient fits.
 */
export function divide128(hi: u64, lo: u64, divisor: u64): u64 {
  if (hi == 0) {
    const plain = lo / divisor;
    remainder = lo - plain * divisor;
    return plain;
  }
  const shift = clz(divisor);
  const d = divisor << shift;
  const d1 = d >> 32;
  const d0 = d & 0xffffffff;
  const top = shift == 0 ? hi : (hi << shift) | (lo >> (64 - shift));
  const rest = lo << shift;
  const q1 = step(top, rest >> 32, d, d1, d0);
  const between = ((top << 32) | (rest >> 32)) - q1 * d;
  const q0 = step(between, rest & 0xffffffff, d, d1, d0);
  remainder = (((between << 32) | (rest & 0xffffffff)) - q0 * d) >> shift;
  return (q1 << 32) | q0;
}

/** One 32 bit digit of the quotient: estimated from the top halves, then corrected at most twice. */
function step(top: u64, next: u64, d: u64, d1: u64, d0: u64): u64 {
  let digit = top / d1;
  let rest = top - digit * d1;
  while (digit > 0xffffffff || digit * d0 > ((rest << 32) | next)) {
    digit--;
    rest += d1;
    if (rest > 0xffffffff) break;
  }
  return digit;
}

/** An unsigned 128 bit number, for weights and exact products. Immutable. */
export class Wide {
  static readonly ZERO: Wide = new Wide(0, 0);

  constructor(
    readonly hi: u64,
    readonly lo: u64,
  ) {}

  static product(a: u64, b: u64): Wide {
    const low = multiply64(a, b);
    return new Wide(high, low);
  }

  get isZero(): bool {
    return (this.hi | this.lo) == 0;
  }

  /** Wraps at 2^128; keep weights below {@link Wide.LIMIT_BITS} bits. */
  plus(other: Wide): Wide {
    const low = this.lo + other.lo;
    return new Wide(this.hi + other.hi + <u64>(low < this.lo), low);
  }

  /** Needs other <= this. */
  minus(other: Wide): Wide {
    return new Wide(this.hi - other.hi - <u64>(this.lo < other.lo), this.lo - other.lo);
  }

  doubled(): Wide {
    return new Wide((this.hi << 1) | (this.lo >> 63), this.lo << 1);
  }

  /** Null when the product does not stay below 2^126. */
  times(factor: u64): Wide | null {
    const low = multiply64(this.lo, factor);
    const carry = high;
    const upper = multiply64(this.hi, factor);
    if (high != 0) return null;
    const sum = upper + carry;
    if (sum < upper || !withinLimit(sum)) return null;
    return new Wide(sum, low);
  }

  compare(other: Wide): i32 {
    if (this.hi != other.hi) return this.hi < other.hi ? -1 : 1;
    if (this.lo != other.lo) return this.lo < other.lo ? -1 : 1;
    return 0;
  }

  /** The quotient by a 64 bit number; {@link remainder} holds the rest. */
  over(divisor: u64): Wide {
    const upper = this.hi / divisor;
    const lower = divide128(this.hi % divisor, this.lo, divisor);
    return new Wide(upper, lower);
  }
}

/** Sums of weights stay below 2^126, so that three of them never wrap. */
export function withinLimit(hi: u64): bool {
  return hi < <u64>1 << 62;
}

/** A whole part and what is left of the division that gave it. */
export class Share {
  constructor(
    readonly whole: u64,
    readonly rest: Wide,
  ) {}
}

/** floor(total * weight / sum) and its remainder, exactly. Needs 0 < sum < 2^126 and weight <= sum. */
export function shareOf(total: u64, weight: Wide, sum: Wide): Share {
  if (sum.hi == 0) {
    const low = multiply64(total, weight.lo);
    const whole = divide128(high, low, sum.lo);
    return new Share(whole, new Wide(0, remainder));
  }
  let whole: u64 = 0;
  let rest = Wide.ZERO;
  for (let bit: u64 = 64; bit > 0; bit--) {
    whole <<= 1;
    rest = rest.doubled();
    if (((total >> (bit - 1)) & 1) == 1) rest = rest.plus(weight);
    while (rest.compare(sum) >= 0) {
      rest = rest.minus(sum);
      whole++;
    }
  }
  return new Share(whole, rest);
}
