import { Decimal } from "../money/decimal";
import { storeDay } from "../dates/day";
import { storeDecimal, storeInteger } from "./numbers";
import { STEP, setSource, sourceOf } from "./source";

/** Room behind every number, word and mark: what is written next needs no check of its own. */
const MARGIN: usize = 32;

/**
 * Writes one canonical JSON document (RFC 8785: no white space, shortest escapes). The caller writes the members of an object in the order of their names.
 * Commas are the writer's business.
 */
export class JsonWriter {
  private buffer: usize;
  /** Address of the next byte. */
  private at: usize;
  /** First address behind the buffer, less the margin. */
  private limit: usize;
  private first: bool = true;

  constructor(capacity: i32 = 4096) {
    this.buffer = heap.alloc(<usize>capacity + MARGIN);
    this.at = this.buffer;
    this.limit = this.buffer + <usize>capacity;
  }

  get address(): usize {
    return this.buffer;
  }

  get size(): usize {
    return this.at - this.buffer;
  }

  beginObject(): void {
    this.open(0x7b);
  }

  endObject(): void {
    this.close(0x7d);
  }

  beginArray(): void {
    this.open(0x5b);
  }

  endArray(): void {
    this.close(0x5d);
  }

  /** A member's name; its value follows. */
  key(name: string): void {
    const at = quoted(this.room(<usize>name.length * 6), name);
    store<u8>(at, 0x3a);
    this.at = at + 1;
    this.first = true;
  }

  text(name: string, value: string): void {
    this.key(name);
    this.textItem(value);
  }

  textOrNull(name: string, value: string | null): void {
    if (value === null) this.nothing(name);
    else this.text(name, value);
  }

  integer(name: string, value: i64): void {
    this.key(name);
    this.integerItem(value);
  }

  flag(name: string, value: bool): void {
    this.key(name);
    this.flagItem(value);
  }

  decimal(name: string, value: Decimal): void {
    this.key(name);
    const at = this.room(0);
    quote(at);
    this.at = quote(storeDecimal(at + 1, value.unscaled, value.scale));
  }

  day(name: string, day: i32): void {
    this.key(name);
    const at = this.room(0);
    quote(at);
    this.at = quote(storeDay(at + 1, day));
  }

  nothing(name: string): void {
    this.key(name);
    const at = this.room(0);
    store<u32>(at, 0x6c6c756e); // null
    this.at = at + 4;
  }

  textItem(value: string): void {
    this.at = quoted(this.room(<usize>value.length * 6), value);
  }

  integerItem(value: i64): void {
    this.at = storeInteger(this.room(0), value);
  }

  flagItem(value: bool): void {
    const at = this.room(0);
    if (value) {
      store<u32>(at, 0x65757274); // true
      this.at = at + 4;
    } else {
      store<u32>(at, 0x736c6166); // fals
      store<u8>(at + 4, 0x65);
      this.at = at + 5;
    }
  }

  /** Copies a value that is canonical JSON already, such as a piece of the input. */
  raw(start: usize, end: usize): void {
    const size = end - start;
    const at = this.room(size);
    memory.copy(at, start, size);
    this.at = at + size;
  }

  private open(bracket: u8): void {
    const at = this.room(0);
    store<u8>(at, bracket);
    this.at = at + 1;
    this.first = true;
  }

  private close(bracket: u8): void {
    if (this.at > this.limit) this.grow(0);
    store<u8>(this.at++, bracket);
    this.first = false;
  }

  /** Where a value of so many bytes goes, behind the comma that separates it. The margin stays behind it. */
  private room(size: usize): usize {
    if (this.at + size > this.limit) this.grow(size);
    const at = this.at;
    if (this.first) {
      this.first = false;
      return at;
    }
    store<u8>(at, 0x2c);
    return at + 1;
  }

  private grow(more: usize): void {
    const length = this.at - this.buffer;
    const capacity = max(length + more, (this.limit - this.buffer) * 2);
    this.buffer = heap.realloc(this.buffer, capacity + MARGIN);
    this.at = this.buffer + length;
    this.limit = this.buffer + capacity;
  }
}

// @ts-ignore: decorator
@inline
function quote(at: usize): usize {
  store<u8>(at, 0x22);
  return at + 1;
}

/** Writes a JSON string and returns the address behind it. */
function quoted(out: usize, text: string): usize {
  const source = sourceOf(text);
  if (source == 0) return encoded(out, text);
  const size = <usize>text.length + 2;
  copy(out, source - 1, size);
  return out + size;
}

/** Copies whole steps: up to 15 bytes more are read and written, for which there is room behind every document and in the margin. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, size: usize): void {
  for (let i: usize = 0; i < size; i += STEP) v128.store(to + i, v128.load(from + i));
}

/** The same from UTF-16. A text that turns out to be plain can be copied the next time. */
function encoded(out: usize, text: string): usize {
  const length = text.length;
  const units = changetype<usize>(text);
  let at = quote(out);
  for (let i = 0; i < length; i++) {
    const c = <u32>load<u16>(units + (<usize>i << 1));
    if (c >= 0x20 && c < 0x80 && c != 0x22 && c != 0x5c) {
      store<u8>(at++, <u8>c);
    } else if (c < 0x80) {
      at = escape(at, c);
    } else if (c < 0x800) {
      store<u8>(at, <u8>(0xc0 | (c >> 6)));
      store<u8>(at + 1, <u8>(0x80 | (c & 0x3f)));
      at += 2;
    } else {
      let point = c;
      if ((c & 0xf800) == 0xd800) {
        const next: u32 = i + 1 < length ? load<u16>(units + (<usize>(i + 1) << 1)) : 0;
        if ((c & 0x0400) == 0 && (next & 0xfc00) == 0xdc00) {
          point = 0x10000 + ((c & 0x3ff) << 10) + (next & 0x3ff);
          i++;
        } else {
          point = 0xfffd; // half of a pair has no UTF-8
        }
      }
      at = encode(at, point);
    }
  }
  if (at - out == <usize>length + 1) setSource(text, out + 1);
  return quote(at);
}

function escape(out: usize, c: u32): usize {
  store<u8>(out, 0x5c);
  let short: u32 = 0;
  if (c == 0x22 || c == 0x5c) short = c;
  else if (c == 8) short = 0x62;
  else if (c == 9) short = 0x74;
  else if (c == 10) short = 0x6e;
  else if (c == 12) short = 0x66;
  else if (c == 13) short = 0x72;
  if (short != 0) {
    store<u8>(out + 1, <u8>short);
    return out + 2;
  }
  store<u8>(out + 1, 0x75);
  store<u8>(out + 2, 0x30);
  store<u8>(out + 3, 0x30);
  store<u8>(out + 4, <u8>(0x30 + (c >> 4)));
  const low = c & 15;
  store<u8>(out + 5, <u8>(low < 10 ? 0x30 + low : 0x57 + low));
  return out + 6;
}

function encode(out: usize, point: u32): usize {
  let at = out;
  if (point < 0x10000) {
    store<u8>(at++, <u8>(0xe0 | (point >> 12)));
  } else {
    store<u8>(at++, <u8>(0xf0 | (point >> 18)));
    store<u8>(at++, <u8>(0x80 | ((point >> 12) & 0x3f)));
  }
  store<u8>(at++, <u8>(0x80 | ((point >> 6) & 0x3f)));
  store<u8>(at++, <u8>(0x80 | (point & 0x3f)));
  return at;
}
