import { setSource, unplain } from "./source";

const BACKSLASH: u32 = 0x5c;

/** The text between two quotes. Nearly all texts are plain: they are widened eight bytes at a time, and remember where they stood. */
export function decode(start: usize, end: usize): string {
  if (end <= start) return "";
  const length = end - start;
  const units = __new(length << 1, idof<string>());
  let seen: u64;
  if (length >= 8) {
    const last = length - 8;
    seen = widen(start, units, 0);
    for (let i: usize = 8; i < last; i += 8) seen |= widen(start, units, i);
    seen |= widen(start, units, last);
  } else {
    let bytes: u64 = 0;
    for (let i: usize = 0; i < length; i++) {
      const c = load<u8>(start + i);
      store<u16>(units + (i << 1), c);
      bytes = (bytes << 8) | c;
    }
    seen = unplain(bytes | (<u64>0x2020202020202020 << <u64>(length << 3)));
  }
  if (seen != 0) return decodeEscaped(start, end);
  const text = changetype<string>(units);
  setSource(text, start);
  return text;
}

/** Eight bytes to eight units; not zero when one of them is not plain. */
// @ts-ignore: decorator
@inline
function widen(start: usize, units: usize, at: usize): u64 {
  const bytes = load<u64>(start + at);
  store<u64>(units + (at << 1), spread(bytes & 0xffffffff));
  store<u64>(units + (at << 1), spread(bytes >> 32), 8);
  return unplain(bytes);
}

/** Four bytes, each into 16 bits. */
// @ts-ignore: decorator
@inline
function spread(bytes: u64): u64 {
  const pairs = (bytes | (bytes << 16)) & 0x0000ffff0000ffff;
  return (pairs | (pairs << 8)) & 0x00ff00ff00ff00ff;
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
