import { decode } from "../json/decode";
import { storeInteger } from "../json/numbers";

/** Days since 1970-01-01, proleptic Gregorian. Dates in documents are plain dates; a module never sees a time zone. */
export type Day = i32;

/** An end that never comes: the first day not covered of an open range. */
export const OPEN_END: Day = i32.MAX_VALUE;

/** Number of days in a month, 1 to 12. Example: `daysInMonth(2024, 2)` is 29. */
export function daysInMonth(year: i32, month: i32): i32 {
  if (month == 2) return isLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

export function isLeap(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** The day of a calendar date. Needs a valid one. Years are counted from March, so that the leap day is the last of its year. */
export function dayOf(year: i32, month: i32, date: i32): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = floorDiv(y, 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

/** A day's calendar date. */
export class CalendarDate {
  constructor(
    readonly year: i32,
    readonly month: i32,
    readonly date: i32,
  ) {}

  static of(day: Day): CalendarDate {
    const packed = packedDate(day);
    return new CalendarDate(<i32>(packed >> 9), (<i32>packed >> 5) & 15, <i32>packed & 31);
  }
}

/** A day's calendar date in one number: year · 512 + month · 32 + date. */
function packedDate(day: Day): i64 {
  const shifted = day + 719468;
  const era = floorDiv(shifted, 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const march = (5 * dayOfYear + 2) / 153;
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return ((<i64>year) << 9) | (month << 5) | (dayOfYear - (153 * march + 2) / 5 + 1);
}

/** The same date so many months on, or the last day of that month. Example: a month after 2025-01-31 is 2025-02-28. */
export function addMonths(day: Day, months: i32): Day {
  const from = CalendarDate.of(day);
  const month = from.year * 12 + from.month - 1 + months;
  const year = floorDiv(month, 12);
  const monthOfYear = month - year * 12 + 1;
  return dayOf(year, monthOfYear, min(from.date, daysInMonth(year, monthOfYear)));
}

/** `YYYY-MM-DD` in memory as a day; i32.MIN_VALUE when it is not a date. */
export function parseDay(start: usize, end: usize): Day {
  if (end - start != 10 || load<u8>(start + 4) != 0x2d || load<u8>(start + 7) != 0x2d) return i32.MIN_VALUE;
  const year = number(start, 4);
  const month = number(start + 5, 2);
  const date = number(start + 8, 2);
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return i32.MIN_VALUE;
  return dayOf(year, month, date);
}

/** A day as `YYYY-MM-DD`. */
export function dayText(day: Day): string {
  const quoted = heap.alloc(32);
  store<u8>(quoted, 0x22);
  const end = storeDay(quoted + 1, day);
  store<u8>(end, 0x22);
  return decode(quoted + 1, end);
}

/** Writes a day as the ten bytes of `YYYY-MM-DD`, a few more beyond the year 9999, and returns the address behind them. */
export function storeDay(out: usize, day: Day): usize {
  const packed = packedDate(day);
  const year = <i32>(packed >> 9);
  let at = out;
  if (<u32>year < 10000) {
    storeTwo(at, year / 100);
    storeTwo(at + 2, year % 100);
    at += 4;
  } else {
    at = storeInteger(at, year);
  }
  store<u8>(at, 0x2d);
  storeTwo(at + 1, (<i32>packed >> 5) & 15);
  store<u8>(at + 3, 0x2d);
  storeTwo(at + 4, <i32>packed & 31);
  return at + 6;
}

function storeTwo(out: usize, value: i32): void {
  store<u8>(out, <u8>(0x30 + value / 10));
  store<u8>(out + 1, <u8>(0x30 + value % 10));
}

function number(start: usize, digits: i32): i32 {
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const digit = <u32>load<u8>(start + i) - 0x30;
    if (digit > 9) return -1;
    value = value * 10 + <i32>digit;
  }
  return value;
}

function floorDiv(a: i32, b: i32): i32 {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}
