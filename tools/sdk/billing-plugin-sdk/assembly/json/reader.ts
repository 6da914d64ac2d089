import { fail } from "../failure";
import { Decimal } from "../money/decimal";
import { parseDay } from "../dates/day";

const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;
const MINUS: u32 = 0x2d;

/** A piece of the input that has not been looked into. */
export class JsonSlice {
  static readonly EMPTY: JsonSlice = new JsonSlice(0, 0);

  constructor(
    readonly start: usize,
    readonly end: usize,
  ) {}

  reader(): JsonReader {
    return new JsonReader(this.start, this.end);
  }

  /** Whether this is written as a JSON integer, of whatever size. */
  get isInteger(): bool {
    let at = this.start;
    if (at < this.end && load<u8>(at) == MINUS) at++;
    if (at == this.end) return false;
    for (; at < this.end; at++) {
      if (<u32>load<u8>(at) - 0x30 > 9) return false;
    }
    return true;
  }

  /** How many digits an integer has. */
  get digits(): i32 {
    const digits = <i32>(this.end - this.start);
    return digits > 0 && load<u8>(this.start) == MINUS ? digits - 1 : digits;
  }

  /** Whether this is an object whose text member has one of these values. */
  hasTextAmong(member: string, values: Set<string>): bool {
    const r = this.reader();
    if (!r.enterObject()) return false;
    while (r.nextKey()) {
      if (r.is(member)) return !r.takeNull() && values.has(r.text());
      r.skip();
    }
    return false;
  }
}

/**
 * A forward reader over UTF-8 JSON in memory. It decodes what is asked for and skips the rest, so an unread pack costs a scan and no allocation.
 *
 * A value of the wrong kind, or a document that is not JSON, is the failure `input.malformed`: reading then stops at the end of the input, every loop ends and every value is empty.
 */
export class JsonReader {
  private readonly start: usize;
  private keyStart: usize = 0;
  private keyEnd: usize = 0;

  constructor(
    private at: usize,
    private end: usize,
  ) {
    this.start = at;
  }

  /** Steps into an object. False, and a failure, when the value is not one. */
  enterObject(): bool {
    return this.enter(0x7b, "an object");
  }

  /** Steps into an array. */
  enterArray(): bool {
    return this.enter(0x5b, "an array");
  }

  /** Moves to the value of the next member; false after the last one. */
  nextKey(): bool {
    let c = this.peek();
    if (c == 0x2c) {
      this.at++;
      c = this.peek();
    } else if (c == 0x7d) {
      this.at++;
      return false;
    }
    if (c != QUOTE) return this.malformed("a member name");
    this.keyStart = ++this.at;
    this.skipString();
    this.keyEnd = this.at - 1;
    if (this.peek() != 0x3a) return this.malformed("a colon");
    this.at++;
    return true;
  }

  /** Whether the current member has this name. */
  is(name: string): bool {
    const length = name.length;
    const start = this.keyStart;
    if (this.keyEnd - start != <usize>length) return false;
    const wanted = changetype<usize>(name);
    for (let i = 0; i < length; i++) {
      if (<u32>load<u8>(start + i) != <u32>load<u16>(wanted + (<usize>i << 1))) return false;
    }
    return true;
  }

  /** The name of the current member. */
  key(): string {
    return decode(this.keyStart, this.keyEnd);
  }

  /** Moves to the next item of an array; false after the last one. */
  nextItem(): bool {
    let c = this.peek();
    if (c == 0x2c) {
      this.at++;
      c = this.peek();
      if (c == 0x5d) return this.malformed("an item");
    }
    if (c == 0x5d) {
      this.at++;
      return false;
    }
    return c != 0 || this.malformed("an item");
  }

  /** Takes a `null`, if that is what comes next. */
  takeNull(): bool {
    if (this.peek() != 0x6e) return false;
    this.literal("null", "null");
    return true;
  }

  text(): string {
    if (this.peek() != QUOTE) {
      this.malformed("a string");
      return "";
    }
    const start = ++this.at;
    this.skipString();
    return decode(start, this.at - 1);
  }

  textOrNull(): string | null {
    return this.takeNull() ? null : this.text();
  }

  flag(): bool {
    if (this.peek() == 0x74) {
      this.literal("true", "true or false");
      return true;
    }
    this.literal("false", "true or false");
    return false;
  }

  /** A JSON integer within 64 bits: cents, minutes, counts. */
  integer(): i64 {
    const negative = this.peek() == MINUS;
    if (negative) this.at++;
    const first = this.at;
    let value: u64 = 0;
    let digit = this.digit();
    while (digit < 10) {
      if (value > 922337203685477579) {
        this.malformed("an integer of at most 18 digits");
        return 0;
      }
      value = value * 10 + digit;
      this.at++;
      digit = this.digit();
    }
    const next = this.at < this.end ? <u32>load<u8>(this.at) : 0;
    if (this.at == first || next == 0x2e || (next | 0x20) == 0x65) {
      this.malformed("an integer");
      return 0;
    }
    return negative ? -(<i64>value) : <i64>value;
  }

  integerOr(absent: i64): i64 {
    return this.takeNull() ? absent : this.integer();
  }

  /** A decimal: a JSON string such as `"12.5"`; a JSON integer is taken as well. */
  decimal(): Decimal {
    if (this.peek() != QUOTE) return new Decimal(this.integer(), 0);
    const start = ++this.at;
    this.skipString();
    const value = Decimal.parseBytes(start, this.at - 1);
    if (value === null) {
      this.malformed("a decimal of at most 18 digits");
      return Decimal.ZERO;
    }
    return value;
  }

  decimalOrNull(): Decimal | null {
    return this.takeNull() ? null : this.decimal();
  }

  /** A date `"YYYY-MM-DD"` as its day number. */
  day(): i32 {
    if (this.peek() != QUOTE) {
      this.malformed("a date");
      return 0;
    }
    const start = ++this.at;
    this.skipString();
    const day = parseDay(start, this.at - 1);
    if (day == i32.MIN_VALUE) {
      this.malformed("a date YYYY-MM-DD");
      return 0;
    }
    return day;
  }

  dayOr(absent: i32): i32 {
    return this.takeNull() ? absent : this.day();
  }

  /** Passes over a value and remembers where it stood. */
  slice(): JsonSlice {
    this.peek();
    const start = this.at;
    this.skip();
    return new JsonSlice(start, this.at);
  }

  /** Passes over a value of any kind. */
  skip(): void {
    const first = this.peek();
    if (first == QUOTE) {
      this.at++;
      this.skipString();
    } else if (first == 0x7b || first == 0x5b) {
      this.skipNested();
    } else if (first == 0 || first == 0x2c || first == 0x3a || first == 0x5d || first == 0x7d) {
      this.malformed("a value");
    } else {
      this.skipScalar();
    }
  }

  /** True when a string comes next, which a union of kinds needs to know. */
  isText(): bool {
    return this.peek() == QUOTE;
  }

  /** True when `true` or `false` comes next. */
  isFlag(): bool {
    const c = this.peek();
    return c == 0x74 || c == 0x66;
  }

  private enter(open: u32, what: string): bool {
    if (this.peek() != open) return this.malformed(what);
    this.at++;
    return true;
  }

  /** The next significant byte; 0 at the end. */
  private peek(): u32 {
    while (this.at < this.end) {
      const c = <u32>load<u8>(this.at);
      if (c > 0x20) return c;
      this.at++;
    }
    return 0;
  }

  private digit(): u32 {
    return this.at < this.end ? <u32>load<u8>(this.at) - 0x30 : 10;
  }

  /** From behind an opening quote to behind the closing one. */
  private skipString(): void {
    let at = this.at;
    const end = this.end;
    while (at < end) {
      const c = <u32>load<u8>(at++);
      if (c == QUOTE) {
        this.at = at;
        return;
      }
      if (c == BACKSLASH) at++;
    }
    this.malformed("a closing quote");
  }

  /** Past the bracket that closes the one at hand. Local variables only: most of an input is passed over here. */
  private skipNested(): void {
    const end = this.end;
    let at = this.at;
    let depth = 0;
    while (at < end) {
      const c = <u32>load<u8>(at++);
      if (c == QUOTE) {
        while (at < end) {
          const inner = <u32>load<u8>(at++);
          if (inner == QUOTE) break;
          if (inner == BACKSLASH) at++;
        }
      } else if ((c | 0x20) == 0x7b) {
        depth++;
      } else if ((c | 0x20) == 0x7d && --depth == 0) {
        this.at = at;
        return;
      }
    }
    this.malformed("a closing bracket");
  }

  private skipScalar(): void {
    while (this.at < this.end) {
      const c = <u32>load<u8>(this.at);
      if (c == 0x2c || c == 0x7d || c == 0x5d || c <= 0x20) return;
      this.at++;
    }
  }

  private literal(word: string, what: string): void {
    const length = word.length;
    for (let i = 0; i < length; i++) {
      if (this.at >= this.end || <u32>load<u8>(this.at) != <u32>word.charCodeAt(i)) {
        this.malformed(what);
        return;
      }
      this.at++;
    }
  }

  private malformed(expected: string): bool {
    const where = (this.at - this.start).toString();
    fail("input.malformed", "expected " + expected + " at byte " + where + " behind member '" + this.key() + "'", "input");
    this.at = this.end;
    this.keyStart = this.end;
    this.keyEnd = this.end;
    return false;
  }
}

/** The text between two quotes. Nearly all of it is ASCII without escapes, which is widened in one pass. */
function decode(start: usize, end: usize): string {
  if (end <= start) return "";
  const length = end - start;
  const units = __new(length << 1, idof<string>());
  for (let i: usize = 0; i < length; i++) {
    const c = <u32>load<u8>(start + i);
    if (c >= 0x80 || c == BACKSLASH) return decodeEscaped(start, end);
    store<u16>(units + (i << 1), <u16>c);
  }
  return changetype<string>(units);
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
