import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";
import { Kind, Members } from "./members";

/** Why a charge is what it is: names to texts, integers and flags, kept in canonical order. Decimals are texts. */
export class Metadata extends Members {
  text(name: string, value: string): void {
    this.put(name, Kind.Text, <i64>changetype<usize>(value));
  }

  integer(name: string, value: i64): void {
    this.put(name, Kind.Integer, value);
  }

  flag(name: string, value: bool): void {
    this.put(name, Kind.Flag, value ? 1 : 0);
  }

  decimal(name: string, value: Decimal): void {
    this.put(name, Kind.Decimal, <i64>changetype<usize>(value));
  }

  has(name: string): bool {
    return this.find(name) >= 0;
  }

  read(r: JsonReader): void {
    this.take(r, false);
  }
}
