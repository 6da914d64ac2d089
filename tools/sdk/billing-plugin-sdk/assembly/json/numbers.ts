import { POWERS } from "../money/powers";

/** How many decimal digits a number has, which is below 10^19; 1 for zero. */
function digitCount(value: u64): i32 {
  // Zero has as many as one, and no power of ten but the first is odd.
  const odd = value | 1;
  // 1233 / 4096 is just above the decimal logarithm of 2: right for the lowest number of so many bits.
  const guess = ((64 - <i32>clz(odd)) * 1233) >> 12;
  return guess + <i32>(odd >= unchecked(POWERS[guess]));
}

/** Writes the last so many digits of a number, with zeros in front, so that they end at `end`. */
function storeDigits(end: usize, value: u64, count: i32): void {
  let at = end;
  let left = count;
  let rest = value;
  // Nine digits at a time, because 32 bits divide faster.
  for (; left > 9; left -= 9) {
    const upper = rest / 1_000_000_000;
    at = storeDigits32(at, <u32>(rest - upper * 1_000_000_000), 9);
    rest = upper;
  }
  storeDigits32(at, <u32>(rest % 1_000_000_000), left);
}

function storeDigits32(end: usize, value: u32, count: i32): usize {
  const first = end - count;
  let rest = value;
  let at = end;
  for (; at - first > 1; at -= 2) {
    const upper = rest / 100;
    const pair = rest - upper * 100;
    const tens = (pair * 103) >> 10;
    store<u16>(at - 2, <u16>(0x3030 + tens + ((pair - tens * 10) << 8)));
    rest = upper;
  }
  if (at > first) store<u8>(first, <u8>(0x30 + (rest % 10)));
  return first;
}

/** Writes an integer as ASCII, at most 20 bytes, and returns the address behind it. */
export function storeInteger(out: usize, value: i64): usize {
  let at = out;
  if (value < 0) store<u8>(at++, 0x2d);
  const size = value < 0 ? 0 - <u64>value : <u64>value;
  const digits = digitCount(size);
  at += digits;
  storeDigits(at, size, digits);
  return at;
}

/** Writes unscaled · 10^−scale, of scale 0 to 18, as a plain decimal of at most 21 bytes, and returns the address behind it. Trailing zeros are written as well. */
export function storeDecimal(out: usize, unscaled: i64, scale: i32): usize {
  if (scale == 0) return storeInteger(out, unscaled);
  let at = out;
  if (unscaled < 0) store<u8>(at++, 0x2d);
  const size = unscaled < 0 ? 0 - <u64>unscaled : <u64>unscaled;
  const digits = max(digitCount(size), scale + 1);
  at += digits + 1;
  // One byte to the right, then the whole part back over the place of the point.
  storeDigits(at, size, digits);
  const point = at - scale - 1;
  const whole = point - (digits - scale);
  for (let i = whole; i < point; i++) store<u8>(i, load<u8>(i + 1));
  store<u8>(point, 0x2e);
  return at;
}
