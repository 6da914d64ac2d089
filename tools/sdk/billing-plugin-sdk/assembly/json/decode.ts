import { OBJECT, TOTAL_OVERHEAD } from "rt/common";
import { STEP, setSource, unplain } from "./source";

const BACKSLASH: u32 = 0x5c;

/** The text between two quotes. Nearly all texts are plain: they are widened sixteen bytes at a time, and remember where they stood. */
export function decode(start: usize, end: usize): string {
  if (end <= start) return "";
  const length = end - start;
  const size = length << 1;
  // Whole steps are written: a short text has room for one, the last step of a long one overlaps the one before.
  const units = __new(max(size, STEP << 1), idof<string>());
  let seen: i32;
  if (length < STEP) {
    seen = widen(start, units) & ~(-1 << <i32>length);
    changetype<OBJECT>(units - TOTAL_OVERHEAD).rtSize = <u32>size;
  } else {
    seen = widen(end - STEP, units + size - (STEP << 1));
    for (let i: usize = 0; i + STEP < length; i += STEP) seen |= widen(start + i, units + (i << 1));
  }
  if (seen != 0) return decodeEscaped(start, end);
  const text = changetype<string>(units);
  setSource(text, start);
  return text;
}

/** Sixteen bytes to sixteen units; says which are not plain. */
// @ts-ignore: decorator
@inline
function widen(from: usize, to: usize): i32 {
  const bytes = v128.load(from);
  v128.store(to, i16x8.extend_low_i8x16_u(bytes));
  v128.store(to, i16x8.extend_high_i8x16_u(bytes), 16);
  return unplain(bytes);
}

function decodeEscaped(start: usize, end: usize): string {
  let text = "";
  let plain = start;
  let at = start;
  while (at < end) {
    if (<u32>load<u8>(at) != BACKSLASH) {
      at++;
      continue;
    }
    text += String.UTF8.decodeUnsafe(plain, at - plain);
    const kind = <u32>load<u8>(at + 1);
    at += 2;
    if (kind == 0x75) {
      text += String.fromCharCode(hex4(at, end));
      at += 4;
    } else {
      text += String.fromCharCode(unescape(kind));
    }
    plain = at;
  }
  return plain < end ? text + String.UTF8.decodeUnsafe(plain, end - plain) : text;
}

function unescape(kind: u32): i32 {
  switch (kind) {
    case 0x62:
      return 8;
    case 0x66:
      return 12;
    case 0x6e:
      return 10;
    case 0x72:
      return 13;
    case 0x74:
      return 9;
    default:
      return kind;
  }
}

function hex4(at: usize, end: usize): i32 {
  let value = 0;
  for (let i: usize = 0; i < 4 && at + i < end; i++) {
    const c = <u32>load<u8>(at + i);
    value = (value << 4) | (c <= 0x39 ? c - 0x30 : (c | 0x20) - 0x57);
  }
  return value;
}
