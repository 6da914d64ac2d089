import { decode } from "./decode";
import { STEP, sameBytes, setSource, sourceOf, unplain } from "./source";

const POSITIONS: v128 = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

/** Where in a list each of its texts first stands, found by the bytes of a JSON string without decoding it. */
export class TextIndex {
  /** Position + 1 of a plain text, by hash; 0 is free. At most half are taken. */
  private readonly slots: StaticArray<i32>;
  private readonly mask: u64;
  /** For strings that are not plain, made when the first one is looked up. */
  private byText: Map<string, i32> | null = null;

  constructor(private readonly texts: string[]) {
    let capacity = 8;
    while (capacity < texts.length * 2) capacity *= 2;
    this.slots = new StaticArray<i32>(capacity);
    this.mask = <u64>capacity - 1;
    for (let i = 0; i < texts.length; i++) this.add(i);
  }

  /** Position of the string that stands between two quotes; −1 when it is not in the list. */
  find(start: usize, end: usize): i32 {
    const length = end - start;
    const slot = this.slotOf(start, length);
    return slot < 0 ? this.findDecoded(decode(start, end)) : unchecked(this.slots[slot]) - 1;
  }

  /** Where the text of a position first stands. */
  first(position: i32): i32 {
    const text = this.texts[position];
    return sourceOf(text) == 0 ? this.findDecoded(text) : unchecked(this.slots[this.slotOf(sourceOf(text), text.length)]) - 1;
  }

  private add(position: i32): void {
    const text = this.texts[position];
    if (!makePlain(text)) return;
    const slot = this.slotOf(sourceOf(text), text.length);
    if (unchecked(this.slots[slot]) == 0) unchecked((this.slots[slot] = position + 1));
  }

  /** The slot that holds a plain string, or else would; −1 for one that is not plain. */
  private slotOf(start: usize, length: usize): i32 {
    let hash: u64 = length;
    for (let i: usize = 0; i < length; i += STEP) {
      let bytes = v128.load(start + i);
      const left = length - i;
      if (left < STEP) bytes = v128.bitselect(bytes, i8x16.splat(0x20), i8x16.lt_u(POSITIONS, i8x16.splat(<i8>left)));
      if (unplain(bytes) != 0) return -1;
      hash = mixed(mixed(hash, i64x2.extract_lane(bytes, 0)), i64x2.extract_lane(bytes, 1));
    }
    let at = <i32>(hash & this.mask);
    while (!this.suits(at, start, length)) at = (at + 1) & <i32>this.mask;
    return at;
  }

  /** Whether a slot is free or holds the string. */
  private suits(slot: i32, start: usize, length: usize): bool {
    const position = unchecked(this.slots[slot]) - 1;
    if (position < 0) return true;
    const text = this.texts[position];
    return <usize>text.length == length && sameBytes(sourceOf(text), start, length);
  }

  private findDecoded(text: string): i32 {
    let byText = this.byText;
    if (byText === null) {
      byText = new Map<string, i32>();
      for (let i = this.texts.length - 1; i >= 0; i--) byText.set(this.texts[i], i);
      this.byText = byText;
    }
    return byText.has(text) ? byText.get(text) : -1;
  }
}

/** A hash with eight bytes more: 2^64 divided by the golden ratio spreads them upwards, the shift brings them down again. */
// @ts-ignore: decorator
@inline
function mixed(hash: u64, bytes: u64): u64 {
  const spread = (hash ^ bytes) * 0x9e3779b97f4a7c15;
  return spread ^ (spread >> 32);
}

/** Gives a text that is plain a source, if it has none. False when it is not plain. */
function makePlain(text: string): bool {
  if (sourceOf(text) != 0) return true;
  const length = <usize>text.length;
  const quoted = heap.alloc(length + 1 + STEP);
  store<u8>(quoted, 0x22);
  for (let i: usize = 0; i < length; i++) {
    const unit = <u32>load<u16>(changetype<usize>(text) + (i << 1));
    if (unit - 0x20 > 0x5f || unit == 0x22 || unit == 0x5c) return false;
    store<u8>(quoted + 1 + i, <u8>unit);
  }
  store<u8>(quoted + 1 + length, 0x22);
  setSource(text, quoted + 1);
  return true;
}
