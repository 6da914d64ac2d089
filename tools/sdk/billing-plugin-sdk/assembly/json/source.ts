import { OBJECT, TOTAL_OVERHEAD } from "rt/common";

// Most texts of a call are written out as they were read, and the names of members are written and looked for again and again. So a string remembers where its UTF-8 stands already: in the input it was
// decoded from, in the output it was written to. It is kept in the first word of the object's header that belongs to the garbage collector, of which the stub runtime has none; nothing it points to is ever freed.
// Only *plain* texts have a source: printable ASCII without quote and backslash, which is the same in UTF-8, in JSON and, a byte for a unit, in UTF-16; a quote stands on either side.

const ONES: u64 = 0x0101010101010101;
const HIGHS: u64 = 0x8080808080808080;
const QUOTES: u64 = 0x2222222222222222;
const BACKSLASHES: u64 = 0x5c5c5c5c5c5c5c5c;
const SPACES: u64 = 0x2020202020202020;

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

/** Not zero when one of eight bytes is not plain. A quote is not looked for. */
// @ts-ignore: decorator
@inline
export function unplain(bytes: u64): u64 {
  return (bytes | ((bytes ^ BACKSLASHES) - ONES) | (bytes - SPACES)) & HIGHS;
}

/** The closing quote of a string whose first byte is at `start`; `end` when there is none. */
export function closingQuote(start: usize, end: usize): usize {
  let at = start;
  while (at + 8 <= end) {
    // The lowest byte marked is a quote, or is no ASCII.
    const marked = ((load<u64>(at) ^ QUOTES) - ONES) & HIGHS;
    if (marked == 0) {
      at += 8;
      continue;
    }
    at += <usize>(ctz(marked) >> 3);
    if (load<u8>(at) == 0x22 && !isEscaped(start, at)) return at;
    at++;
  }
  for (; at < end; at++) {
    if (load<u8>(at) == 0x22 && !isEscaped(start, at)) return at;
  }
  return end;
}

/** Whether an odd number of backslashes stands before a byte of a string. */
function isEscaped(start: usize, at: usize): bool {
  let first = at;
  while (first > start && load<u8>(first - 1) == 0x5c) first--;
  return ((at - first) & 1) == 1;
}

/** Whether so many bytes are the same in both places. Up to 7 bytes behind them are loaded too: both stand in an input or output document, behind which there is room. */
export function sameBytes(a: usize, b: usize, length: usize): bool {
  const whole = length & ~7;
  for (let i: usize = 0; i < whole; i += 8) {
    if (load<u64>(a + i) != load<u64>(b + i)) return false;
  }
  const rest = <u64>(length & 7);
  return rest == 0 || (load<u64>(a + whole) ^ load<u64>(b + whole)) << (64 - (rest << 3)) == 0;
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
  for (let i: usize = 0; i < common; i += 2) {
    const difference = <i32>load<u16>(left + i) - <i32>load<u16>(right + i);
    if (difference != 0) return difference;
  }
  return a.length - b.length;
}
