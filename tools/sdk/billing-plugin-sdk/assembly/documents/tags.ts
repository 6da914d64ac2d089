import { JsonReader } from "../json/reader";
import { Kind, Members } from "./members";

/** A charge's dimensions: names to texts, kept in canonical order. */
export class Tags extends Members {
  /** Sets or replaces a tag. Names are lower snake case; a tenant's own start with `x_`. */
  set(name: string, value: string): void {
    this.put(name, Kind.Text, <i64>changetype<usize>(value));
  }

  /** Sets a tag unless there is nothing to set it to. */
  setIfPresent(name: string, value: string | null): void {
    if (value !== null) this.set(name, value);
  }

  get(name: string): string | null {
    const at = this.find(name);
    return at < 0 ? null : this.textAt(at);
  }

  read(r: JsonReader): void {
    this.take(r, true);
  }
}
