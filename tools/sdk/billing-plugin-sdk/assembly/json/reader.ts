import { fail } from "../failure";
import { Decimal } from "../money/decimal";
import { parseDay } from "../dates/day";
import { endOfPlainObject } from "./canonical";
import { decode } from "./decode";
import { JsonSlice } from "./slice";
import { closingQuote, isAt } from "./source";
import { TextIndex } from "./text-index";

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const MINUS: u32 = 0x2d;
const COLON: u32 = 0x3a;

const NULL: u32 = 0x6c6c756e;
const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;

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

  /** Address of the next byte to read. */
  get position(): usize {
    return this.at;
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
    if (c == COMMA) {
      this.at++;
      c = this.peek();
    } else if (c == 0x7d) {
      this.at++;
      return false;
    }
    if (c != QUOTE) return this.malformed("a member name");
    const start = this.at + 1;
    const end = this.endOfString(start);
    this.keyStart = start;
    this.keyEnd = end;
    if (this.peek() != COLON) return this.malformed("a colon");
    this.at++;
    return true;
  }

  /** Length of the current member's name as it is written, in bytes: to choose by, before the name itself is looked at. */
  get keyLength(): i32 {
    return <i32>(this.keyEnd - this.keyStart);
  }

  /** Whether the current member has this name. Names are plain ASCII. */
  is(name: string): bool {
    const start = this.keyStart;
    const length = this.keyEnd - start;
    return length == <usize>name.length && isAt(name, start, length);
  }

  /** The name of the current member. */
  key(): string {
    return decode(this.keyStart, this.keyEnd);
  }

  /** Moves to the next item of an array; false after the last one. */
  nextItem(): bool {
    let c = this.peek();
    if (c == COMMA) {
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
    this.literal(4, NULL, "null");
    return true;
  }

  text(): string {
    const start = this.enterString("a string");
    return decode(start, this.endOfString(start));
  }

  /** Passes over the object that comes next and says where it starts, if it is one of plain scalars that can be copied as it stands; 0, and nothing is passed over, if not. */
  takePlainObject(onlyTexts: bool): usize {
    this.peek();
    const start = this.at;
    const behind = endOfPlainObject(start, this.end, onlyTexts);
    if (behind == 0) return 0;
    this.at = behind;
    return start;
  }

  textOrNull(): string | null {
    return this.takeNull() ? null : this.text();
  }

  flag(): bool {
    const first = this.peek();
    if (first == 0x74) this.literal(4, TRUE, "true or false");
    else if (first == 0x66) this.literal(5, ALSE, "true or false");
    else this.malformed("true or false");
    return first == 0x74;
  }

  /** A JSON integer within 64 bits: cents, minutes, counts. */
  integer(): i64 {
    const negative = this.peek() == MINUS;
    const end = this.end;
    const first = this.at + <usize>negative;
    let at = first;
    let value: u64 = 0;
    let next: u32 = 0;
    for (; at < end; at++) {
      next = <u32>load<u8>(at);
      if (next - 0x30 > 9) break;
      if (value > 922337203685477579) {
        this.at = at;
        this.malformed("an integer of at most 18 digits");
        return 0;
      }
      value = value * 10 + (next - 0x30);
    }
    this.at = at;
    if (at == first || (at < end && (next == 0x2e || (next | 0x20) == 0x65))) {
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
    const start = this.at + 1;
    const value = Decimal.parseBytes(start, this.endOfString(start));
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
    const start = this.enterString("a date");
    if (start == this.end) return 0;
    const day = parseDay(start, this.endOfString(start));
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
      this.endOfString(this.at + 1);
    } else if (first == 0x7b || first == 0x5b) {
      this.leave(0);
    } else if (first == 0 || first == COMMA || first == COLON || first == 0x5d || first == 0x7d) {
      this.malformed("a value");
    } else {
      this.skipScalar();
    }
  }

  /**
   * Looks into the object that comes next for a text member, and into a list for that text: its position there, and the object is still to be read; or −1, and it has been passed over.
   */
  seek(member: string, texts: TextIndex): i32 {
    this.peek();
    const start = this.at;
    if (!this.enterObject()) return -1;
    while (this.nextKey()) {
      if (!this.is(member)) {
        this.skip();
        continue;
      }
      if (!this.takeNull()) {
        const text = this.enterString("a string");
        const position = texts.find(text, this.endOfString(text));
        if (position >= 0) {
          this.at = start;
          return position;
        }
      }
      this.leave(1);
      return -1;
    }
    return -1;
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

  /** The next significant byte; 0 at the end. White space is not what documents have. */
  // @ts-ignore: decorator
  @inline
  private peek(): u32 {
    const at = this.at;
    if (at < this.end) {
      const c = <u32>load<u8>(at);
      if (c > 0x20) return c;
    }
    return this.peekFurther();
  }

  private peekFurther(): u32 {
    const end = this.end;
    let at = this.at;
    for (; at < end; at++) {
      const c = <u32>load<u8>(at);
      if (c <= 0x20) continue;
      this.at = at;
      return c;
    }
    this.at = end;
    return 0;
  }

  /** First byte behind the opening quote; the end, after a failure, when no string comes next. */
  private enterString(what: string): usize {
    if (this.peek() == QUOTE) return this.at + 1;
    this.malformed(what);
    return this.end;
  }

  /** Moves behind the closing quote of the string whose first byte is at `start`, and says where the quote is. */
  private endOfString(start: usize): usize {
    const quote = closingQuote(start, this.end);
    this.at = quote + 1;
    if (quote >= this.end) this.malformed("a closing quote");
    return quote;
  }

  /** Past the bracket that closes the last of so many that are open. Local variables only: most of an input is passed over here. */
  private leave(open: i32): void {
    const end = this.end;
    let at = this.at;
    let depth = open;
    while (at < end) {
      const c = <u32>load<u8>(at++);
      if (c == QUOTE) {
        at = closingQuote(at, end) + 1;
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
      if (c == COMMA || c == 0x7d || c == 0x5d || c <= 0x20) return;
      this.at++;
    }
  }

  /** A word whose first byte has been seen, from its last four bytes. */
  private literal(length: usize, lastFour: u32, what: string): void {
    if (this.at + length <= this.end && load<u32>(this.at + length - 4) == lastFour) this.at += length;
    else this.malformed(what);
  }

  private malformed(expected: string): bool {
    const where = (min(this.at, this.end) - this.start).toString();
    fail("input.malformed", "expected " + expected + " at byte " + where + " behind member '" + this.key() + "'", "input");
    this.at = this.end;
    this.keyStart = this.end;
    this.keyEnd = this.end;
    return false;
  }
}
