import { JsonReader } from "../json/reader";
import { JsonWriter } from "../json/writer";

/** A charge's dimensions: names to texts, kept in canonical order. */
export class Tags {
  private readonly names: string[] = [];
  private readonly values: string[] = [];

  get size(): i32 {
    return this.names.length;
  }

  /** Sets or replaces a tag. Names are lower snake case; a tenant's own start with `x_`. */
  set(name: string, value: string): void {
    const at = place(this.names, name);
    if (at < this.names.length && this.names[at] == name) this.values[at] = value;
    else {
      insert<string>(this.names, at, name);
      insert<string>(this.values, at, value);
    }
  }

  /** Sets a tag unless there is nothing to set it to. */
  setIfPresent(name: string, value: string | null): void {
    if (value !== null) this.set(name, value);
  }

  get(name: string): string | null {
    const at = place(this.names, name);
    return at < this.names.length && this.names[at] == name ? this.values[at] : null;
  }

  read(r: JsonReader): void {
    if (r.takeNull() || !r.enterObject()) return;
    while (r.nextKey()) this.set(r.key(), r.text());
  }

  write(w: JsonWriter): void {
    w.beginObject();
    for (let i = 0; i < this.names.length; i++) w.text(this.names[i], this.values[i]);
    w.endObject();
  }
}

/** Where a name stands, or would: names are kept ascending by UTF-16 units, as RFC 8785 orders members. */
export function place(names: string[], name: string): i32 {
  let at = names.length;
  while (at > 0 && names[at - 1] >= name) at--;
  return at;
}

export function insert<T>(list: T[], at: i32, value: T): void {
  list.push(value);
  for (let i = list.length - 1; i > at; i--) list[i] = list[i - 1];
  list[at] = value;
}
