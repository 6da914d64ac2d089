import { STEP, closingQuote, unplain } from "./source";

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const MINUS: u32 = 0x2d;
const ZERO: u32 = 0x30;
const COLON: u32 = 0x3a;
const OPEN: u32 = 0x7b;
const CLOSE: u32 = 0x7d;
const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;

/**
 * The address behind an object of scalars that is written as this SDK would write it: no white space, plain texts, shortest integers. Such an object can be copied as it stands.
 * 0 for everything else, well-formed or not. The order of the members is the host's promise and not looked at.
 *
 * @param onlyTexts whether other scalars than texts count as something else
 */
export function endOfPlainObject(start: usize, end: usize, onlyTexts: bool): usize {
  if (start + 1 >= end || load<u8>(start) != OPEN) return 0;
  let at = start + 1;
  if (load<u8>(at) == CLOSE) return at + 1;
  for (let next = COMMA; next == COMMA; at++) {
    at = endOfText(at, end);
    if (at >= end || load<u8>(at) != COLON) return 0;
    at++;
    at = onlyTexts || load<u8>(at) == QUOTE ? endOfText(at, end) : endOfScalar(at, end);
    if (at >= end) return 0;
    next = <u32>load<u8>(at);
    if (next != COMMA && next != CLOSE) return 0;
  }
  return isPlain(start, at) ? at : 0;
}

/** Behind the closing quote; the end when no whole text is there. */
function endOfText(at: usize, end: usize): usize {
  return at < end && load<u8>(at) == QUOTE ? closingQuote(at + 1, end) + 1 : end;
}

/** Behind an integer, true or false; the end when it is none of them. */
function endOfScalar(at: usize, end: usize): usize {
  const first = <u32>load<u8>(at);
  if (first == 0x74) return load<u32>(at) == TRUE ? at + 4 : end;
  if (first == 0x66) return load<u32>(at + 1) == ALSE ? at + 5 : end;
  const digits = at + <usize>(first == MINUS);
  let behind = digits;
  while (behind < end && <u32>load<u8>(behind) - ZERO < 10) behind++;
  const length = behind - digits;
  // 18 digits surely fit 64 bits; a leading zero is a number only alone.
  if (length == 0 || length > 18 || (load<u8>(digits) == ZERO && (length > 1 || first == MINUS))) return end;
  return behind;
}

function isPlain(start: usize, end: usize): bool {
  let at = start;
  for (; at + STEP <= end; at += STEP) {
    if (unplain(v128.load(at)) != 0) return false;
  }
  return (unplain(v128.load(at)) & ~(-1 << <i32>(end - at))) == 0;
}
