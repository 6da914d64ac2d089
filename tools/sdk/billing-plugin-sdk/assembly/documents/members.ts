import { JsonReader } from "../json/reader";
import { JsonWriter } from "../json/writer";
import { compareTexts } from "../json/source";
import { Decimal } from "../money/decimal";

/** What a member holds. */
export const enum Kind {
  Text,
  Integer,
  Flag,
  Decimal,
}

/** A name, a kind and a value: a 64 bit integer, 0 or 1, or the address of a text or decimal, which nothing moves or frees. */
const ENTRY: usize = 16;

/**
 * An object of names to scalars, kept in canonical order: ascending by UTF-16 units, as RFC 8785 orders members. One block of memory, because every charge has two of them.
 * What came with the input is decoded when somebody looks at it, and else written as it came: most modules look at few members of few charges.
 */
export class Members {
  private entries: usize = 0;
  private capacity: i32 = 0;
  private count: i32 = 0;
  /** Where the input has these members, while they are not decoded. */
  private pending: usize = 0;
  private pendingEnd: usize = 0;

  get size(): i32 {
    this.decode();
    return this.count;
  }

  /** Takes the object that comes next, in place of what was there. A member that holds anything else than a scalar, or than a text, is the failure `input.malformed`. */
  protected take(r: JsonReader, onlyTexts: bool): void {
    this.count = 0;
    this.pending = r.takePlainObject(onlyTexts);
    this.pendingEnd = r.position;
    if (this.pending == 0 && !r.takeNull()) this.readMembers(r, onlyTexts);
  }

  protected put(name: string, kind: Kind, value: i64): void {
    this.decode();
    let at = this.count;
    let order = -1;
    while (at > 0) {
      order = compareTexts(this.name(at - 1), name);
      if (order <= 0) break;
      at--;
    }
    if (at > 0 && order == 0) at--;
    else this.open(at);
    const entry = this.entry(at);
    store<usize>(entry, changetype<usize>(name));
    store<u32>(entry, kind, 4);
    store<i64>(entry, value, 8);
  }

  /** Where a name stands; −1 when it is not there. */
  protected find(name: string): i32 {
    this.decode();
    for (let at = this.count - 1; at >= 0; at--) {
      const order = compareTexts(this.name(at), name);
      if (order <= 0) return order == 0 ? at : -1;
    }
    return -1;
  }

  /** The value of a member that holds a text. */
  protected textAt(at: i32): string {
    return changetype<string>(<usize>load<i64>(this.entry(at), 8));
  }

  write(w: JsonWriter): void {
    if (this.pending != 0) {
      w.raw(this.pending, this.pendingEnd);
      return;
    }
    w.beginObject();
    const end = this.entry(this.count);
    for (let entry = this.entries; entry < end; entry += ENTRY) {
      const name = changetype<string>(load<usize>(entry));
      const value = load<i64>(entry, 8);
      switch (load<u32>(entry, 4)) {
        case Kind.Text:
          w.text(name, changetype<string>(<usize>value));
          break;
        case Kind.Integer:
          w.integer(name, value);
          break;
        case Kind.Flag:
          w.flag(name, value != 0);
          break;
        default:
          w.decimal(name, changetype<Decimal>(<usize>value));
      }
    }
    w.endObject();
  }

  private decode(): void {
    if (this.pending == 0) return;
    const r = new JsonReader(this.pending, this.pendingEnd);
    this.pending = 0;
    this.readMembers(r, false);
  }

  private readMembers(r: JsonReader, onlyTexts: bool): void {
    if (!r.enterObject()) return;
    while (r.nextKey()) {
      const name = r.key();
      if (onlyTexts || r.isText()) this.put(name, Kind.Text, <i64>changetype<usize>(r.text()));
      else if (r.isFlag()) this.put(name, Kind.Flag, r.flag() ? 1 : 0);
      else this.put(name, Kind.Integer, r.integer());
    }
  }

  // @ts-ignore: decorator
  @inline
  private entry(at: i32): usize {
    return this.entries + <usize>at * ENTRY;
  }

  // @ts-ignore: decorator
  @inline
  private name(at: i32): string {
    return changetype<string>(load<usize>(this.entry(at)));
  }

  /** Makes room for one more entry at a place. */
  private open(at: i32): void {
    if (this.count == this.capacity) {
      this.capacity = max(8, this.capacity * 2);
      const size = <usize>this.capacity * ENTRY;
      this.entries = this.entries == 0 ? heap.alloc(size) : heap.realloc(this.entries, size);
    }
    const entry = this.entry(at);
    if (at < this.count) memory.copy(entry + ENTRY, entry, <usize>(this.count - at) * ENTRY);
    this.count++;
  }
}
