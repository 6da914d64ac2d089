import { fail } from "../failure";
import { parseDay } from "./day";

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = i64;

export const MILLIS_PER_SECOND: i64 = 1_000;
export const MILLIS_PER_MINUTE: i64 = 60_000;
export const MILLIS_PER_HOUR: i64 = 3_600_000;
const MILLIS_PER_DAY: i64 = 86_400_000;

/**
 * Reads an instant as documents write it: UTC, with up to three places of a second. Example: `parseInstant("2025-01-31T08:00:30.5Z", id)`.
 * Failure `instant.malformed` for anything else. There is no calendar in it: what day an instant belongs to depends on a time zone, and is the host's to say.
 *
 * @param subject what the failure is about
 */
export function parseInstant(text: string, subject: string): Instant {
  const bytes = String.UTF8.encode(text);
  const start = changetype<usize>(bytes);
  const length = <usize>bytes.byteLength;
  const day = length >= 20 ? parseDay(start, start + 10) : i32.MIN_VALUE;
  const hour = digits(start + 11, 2, length);
  const minute = digits(start + 14, 2, length);
  const second = digits(start + 17, 2, length);
  const millis = fraction(start + 19, start + length);
  if (day != i32.MIN_VALUE && separated(start) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && millis >= 0) {
    return <i64>day * MILLIS_PER_DAY + <i64>hour * MILLIS_PER_HOUR + <i64>minute * MILLIS_PER_MINUTE + <i64>second * MILLIS_PER_SECOND + <i64>millis;
  }
  fail("instant.malformed", "'" + text + "' is not an instant such as 2025-01-31T08:00:00Z", subject);
  return 0;
}

function separated(start: usize): bool {
  return load<u8>(start + 10) == 0x54 && load<u8>(start + 13) == 0x3a && load<u8>(start + 16) == 0x3a;
}

/** A number of so many digits; −1 when it is none, or lies beyond the text. */
function digits(at: usize, count: i32, length: usize): i32 {
  if (length < 20) return -1;
  let value = 0;
  for (let i = 0; i < count; i++) {
    const digit = <u32>load<u8>(at + i) - 0x30;
    if (digit > 9) return -1;
    value = value * 10 + <i32>digit;
  }
  return value;
}

/** What stands between the seconds and the end, `Z` or `.5Z`, in milliseconds; −1 for anything else. */
function fraction(at: usize, end: usize): i32 {
  if (at >= end || load<u8>(end - 1) != 0x5a) return -1;
  if (at == end - 1) return 0;
  const count = <i32>(end - at) - 2;
  if (load<u8>(at) != 0x2e || count < 1 || count > 3) return -1;
  let value = 0;
  for (let i = 0; i < 3; i++) {
    const digit = i < count ? <u32>load<u8>(at + 1 + i) - 0x30 : 0;
    if (digit > 9) return -1;
    value = value * 10 + <i32>digit;
  }
  return value;
}
