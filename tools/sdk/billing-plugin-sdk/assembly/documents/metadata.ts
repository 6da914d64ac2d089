import { JsonReader } from "../json/reader";
import { JsonWriter } from "../json/writer";
import { Decimal } from "../money/decimal";
import { insert, place } from "./tags";

enum Kind {
  Text,
  Integer,
  Flag,
}

class Reason {
  constructor(
    readonly kind: Kind,
    readonly text: string,
    readonly integer: i64,
  ) {}
}

/** Why a charge is what it is: names to texts, integers and flags, kept in canonical order. Decimals are texts. */
export class Metadata {
  private readonly names: string[] = [];
  private readonly reasons: Reason[] = [];

  text(name: string, value: string): void {
    this.set(name, new Reason(Kind.Text, value, 0));
  }

  integer(name: string, value: i64): void {
    this.set(name, new Reason(Kind.Integer, "", value));
  }

  flag(name: string, value: bool): void {
    this.set(name, new Reason(Kind.Flag, "", value ? 1 : 0));
  }

  decimal(name: string, value: Decimal): void {
    this.text(name, value.toString());
  }

  has(name: string): bool {
    const at = place(this.names, name);
    return at < this.names.length && this.names[at] == name;
  }

  read(r: JsonReader): void {
    if (r.takeNull() || !r.enterObject()) return;
    while (r.nextKey()) {
      const name = r.key();
      if (r.isText()) this.text(name, r.text());
      else if (r.isFlag()) this.flag(name, r.flag());
      else this.integer(name, r.integer());
    }
  }

  write(w: JsonWriter): void {
    w.beginObject();
    for (let i = 0; i < this.names.length; i++) {
      const name = this.names[i];
      const reason = this.reasons[i];
      if (reason.kind == Kind.Text) w.text(name, reason.text);
      else if (reason.kind == Kind.Integer) w.integer(name, reason.integer);
      else w.flag(name, reason.integer != 0);
    }
    w.endObject();
  }

  private set(name: string, reason: Reason): void {
    const at = place(this.names, name);
    if (at < this.names.length && this.names[at] == name) this.reasons[at] = reason;
    else {
      insert<string>(this.names, at, name);
      insert<Reason>(this.reasons, at, reason);
    }
  }
}
