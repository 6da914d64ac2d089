import { JsonReader } from "./reader";

/** An integer that a document may lack: cents, minutes or a count. */
export class Integer {
  constructor(readonly value: i64) {}
}

/** A yes or no that a document may lack. */
export class Flag {
  constructor(readonly value: bool) {}
}

export function readInteger(r: JsonReader): Integer | null {
  return r.takeNull() ? null : new Integer(r.integer());
}

export function readFlag(r: JsonReader): Flag | null {
  return r.takeNull() ? null : new Flag(r.flag());
}
