import { Decimal } from "../money/decimal";
import { dayText } from "../dates/day";

/**
 * Writes one canonical JSON document (RFC 8785: no white space, shortest escapes). The caller writes the members of an object in the order of their names.
 * Commas are the writer's business.
 */
export class JsonWriter {
  private buffer: usize;
  private capacity: usize;
  private length: usize = 0;
  private first: bool = true;

  constructor(capacity: i32 = 4096) {
    this.capacity = capacity;
    this.buffer = heap.alloc(capacity);
  }

  get address(): usize {
    return this.buffer;
  }

  get size(): usize {
    return this.length;
  }

  beginObject(): void {
    this.separate();
    this.byte(0x7b);
    this.first = true;
  }

  endObject(): void {
    this.byte(0x7d);
    this.first = false;
  }

  beginArray(): void {
    this.separate();
    this.byte(0x5b);
    this.first = true;
  }

  endArray(): void {
    this.byte(0x5d);
    this.first = false;
  }

  /** A member's name; its value follows. */
  key(name: string): void {
    this.separate();
    this.quoted(name);
    this.byte(0x3a);
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
    this.text(name, value.toString());
  }

  day(name: string, day: i32): void {
    this.text(name, dayText(day));
  }

  nothing(name: string): void {
    this.key(name);
    this.separate();
    this.ascii("null");
  }

  textItem(value: string): void {
    this.separate();
    this.quoted(value);
  }

  integerItem(value: i64): void {
    this.separate();
    if (value < 0) this.byte(0x2d);
    let rest: u64 = value < 0 ? 0 - <u64>value : <u64>value;
    let digits = 1;
    for (let more = rest / 10; more > 0; more /= 10) digits++;
    this.reserve(digits);
    let at = this.buffer + this.length + digits;
    this.length += digits;
    do {
      store<u8>(--at, <u8>(0x30 + (rest % 10)));
      rest /= 10;
    } while (rest > 0);
  }

  flagItem(value: bool): void {
    this.separate();
    this.ascii(value ? "true" : "false");
  }

  /** Copies a value that is canonical JSON already, such as a piece of the input. */
  raw(start: usize, end: usize): void {
    this.separate();
    const size = end - start;
    this.reserve(size);
    memory.copy(this.buffer + this.length, start, size);
    this.length += size;
  }

  private separate(): void {
    if (this.first) this.first = false;
    else this.byte(0x2c);
  }

  private ascii(word: string): void {
    for (let i = 0; i < word.length; i++) this.byte(word.charCodeAt(i));
  }

  private quoted(value: string): void {
    const length = value.length;
    // Every UTF-16 unit becomes at most 6 bytes: an escape such as \u001f.
    this.reserve(<usize>length * 6 + 2);
    let out = this.buffer + this.length;
    store<u8>(out++, 0x22);
    const units = changetype<usize>(value);
    for (let i = 0; i < length; i++) {
      const c = <u32>load<u16>(units + (<usize>i << 1));
      if (c >= 0x20 && c < 0x80 && c != 0x22 && c != 0x5c) {
        store<u8>(out++, <u8>c);
      } else if (c < 0x80) {
        out = escape(out, c);
      } else if (c < 0x800) {
        store<u8>(out, <u8>(0xc0 | (c >> 6)));
        store<u8>(out + 1, <u8>(0x80 | (c & 0x3f)));
        out += 2;
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
        out = encode(out, point);
      }
    }
    store<u8>(out++, 0x22);
    this.length = out - this.buffer;
  }

  private byte(value: u32): void {
    this.reserve(1);
    store<u8>(this.buffer + this.length, <u8>value);
    this.length++;
  }

  private reserve(more: usize): void {
    const needed = this.length + more;
    if (needed <= this.capacity) return;
    this.capacity = max(needed, this.capacity * 2);
    this.buffer = heap.realloc(this.buffer, this.capacity);
  }
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
  if (point < 0x10000) {
    store<u8>(out++, <u8>(0xe0 | (point >> 12)));
  } else {
    store<u8>(out++, <u8>(0xf0 | (point >> 18)));
    store<u8>(out++, <u8>(0x80 | ((point >> 12) & 0x3f)));
  }
  store<u8>(out++, <u8>(0x80 | ((point >> 6) & 0x3f)));
  store<u8>(out++, <u8>(0x80 | (point & 0x3f)));
  return out;
}
