import { JsonReader } from "./reader";

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
}
