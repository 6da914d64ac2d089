import { OBJECT, TOTAL_OVERHEAD } from "rt/common";

// Most texts of a call are written out as they were read, and the names of members are written and looked for again and again. So a string remembers where its UTF-8 stands already: in the input it was
// decoded from, in the output it was written to. It is kept in the first word of the object's header that belongs to the garbage collector, of which the stub runtime has none; nothing it points to is ever freed.
// Only *plain* texts have a source: printable ASCII without quote and backslash, which is the same in UTF-8, in JSON and, a byte for a unit, in UTF-16; a quote stands on either side.

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

/** How many bytes are looked at in one step. */
export const STEP: usize = 16;

/** Address of a text's first UTF-8 byte behind an opening quote; 0 when it is not known. */
// @ts-ignore: decorator
@inline
export function sourceOf(text: string): usize {
  return <usize>changetype<OBJECT>(changetype<usize>(text) - TOTAL_OVERHEAD).gcInfo;
}

/** Needs a plain text, and its UTF-8 between quotes from this address on. */
// @ts-ignore: decorator
@inline
export function setSource(text: string, source: usize): void {
  changetype<OBJECT>(changetype<usize>(text) - TOTAL_OVERHEAD).gcInfo = <u32>source;
}

/** Which of sixteen bytes are not plain, a bit each. A quote is not looked for. */
// @ts-ignore: decorator
@inline
export function unplain(bytes: v128): i32 {
  // As signed numbers, what is no ASCII is below a space too.
  return i8x16.bitmask(v128.or(i8x16.lt_s(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(BACKSLASH))));
}

/** The closing quote of a string whose first byte is at `start`; `end` when there is none. */
export function closingQuote(start: usize, end: usize): usize {
  let at = start;
  for (; at + STEP <= end; at += STEP) {
    let quotes = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(QUOTE)));
    for (; quotes != 0; quotes &= quotes - 1) {
      const quote = at + <usize>ctz(quotes);
      if (load<u8>(quote - 1) != BACKSLASH || !isEscaped(start, quote)) return quote;
    }
  }
  for (; at < end; at++) {
    if (load<u8>(at) == QUOTE && !isEscaped(start, at)) return at;
  }
  return end;
}

/** Whether an odd number of backslashes stands before a byte of a string. */
function isEscaped(start: usize, at: usize): bool {
  let first = at;
  while (first > start && load<u8>(first - 1) == BACKSLASH) first--;
  return ((at - first) & 1) == 1;
}

/** Whether so many bytes are the same in both places. Up to 15 bytes behind them are loaded too: both stand in documents, behind which there is room. */
export function sameBytes(a: usize, b: usize, length: usize): bool {
  let i: usize = 0;
  for (; i + STEP <= length; i += STEP) {
    if (!i8x16.all_true(i8x16.eq(v128.load(a + i), v128.load(b + i)))) return false;
  }
  const same = i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i)));
  return (same | (-1 << <i32>(length - i))) == -1;
}

/** Whether a text is the one that stands in a document from `start` on, so many bytes as it has units; then it remembers. */
export function isAt(text: string, start: usize, length: usize): bool {
  const source = sourceOf(text);
  if (source != 0) return sameBytes(source, start, length);
  const units = changetype<usize>(text);
  for (let i: usize = 0; i < length; i++) {
    const unit = <u32>load<u16>(units + (i << 1));
    if (<u32>load<u8>(start + i) != unit || unit - 0x20 > 0x5f || unit == 0x5c) return false;
  }
  setSource(text, start);
  return true;
}

/** Orders texts by their UTF-16 units, as RFC 8785 orders members: negative when a comes first, 0 when they are equal. */
export function compareTexts(a: string, b: string): i32 {
  const left = changetype<usize>(a);
  const right = changetype<usize>(b);
  if (left == right) return 0;
  const common = <usize>min(a.length, b.length) << 1;
  let i: usize = 0;
  for (; i + 8 <= common; i += 8) {
    const x = load<u64>(left + i);
    const y = load<u64>(right + i);
    if (x == y) continue;
    const unit = ctz(x ^ y) & 48;
    return <i32>((x >> unit) & 0xffff) - <i32>((y >> unit) & 0xffff);
  }
  for (; i < common; i += 2) {
    const difference = <i32>load<u16>(left + i) - <i32>load<u16>(right + i);
    if (difference != 0) return difference;
  }
  return a.length - b.length;
}
