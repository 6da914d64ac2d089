import { Day, OPEN_END } from "../dates/day";
import { JsonReader } from "../json/reader";
import { JsonWriter } from "../json/writer";
import { Charge } from "./charge";
import { Warning } from "./warning";

/** An event settled without a line: inside an allowance, or under a bundle rate. */
export class ConsumedEvent {
  constructor(
    readonly pack: string,
    readonly event_id: string,
    /** `whole`, or the name of the part that was settled. */
    readonly part: string,
    readonly reason: string,
  ) {}

  write(w: JsonWriter): void {
    w.beginObject();
    w.text("event_id", this.event_id);
    w.text("pack", this.pack);
    w.text("part", this.part);
    w.text("reason", this.reason);
    w.endObject();
  }
}

/** A bucket's movement over one period, in minutes. */
export class Balance {
  assignment_id: string = "";
  service_id: string = "";
  period_start: Day = 0;
  period_end: Day = 0;
  opening_minutes: i64 = 0;
  granted_minutes: i64 = 0;
  used_minutes: i64 = 0;
  rolled_over_minutes: i64 = 0;
  expired_minutes: i64 = 0;
  closing_minutes: i64 = 0;
  /** First day on which what was rolled over is gone; OPEN_END for never. */
  expires: Day = OPEN_END;

  field(r: JsonReader): bool {
    if (r.is("assignment_id")) this.assignment_id = r.text();
    else if (r.is("service_id")) this.service_id = r.text();
    else if (r.is("period_start")) this.period_start = r.day();
    else if (r.is("period_end")) this.period_end = r.day();
    else if (r.is("opening_minutes")) this.opening_minutes = r.integer();
    else if (r.is("granted_minutes")) this.granted_minutes = r.integer();
    else if (r.is("used_minutes")) this.used_minutes = r.integer();
    else if (r.is("rolled_over_minutes")) this.rolled_over_minutes = r.integer();
    else if (r.is("expired_minutes")) this.expired_minutes = r.integer();
    else if (r.is("closing_minutes")) this.closing_minutes = r.integer();
    else if (r.is("expires")) this.expires = r.dayOr(OPEN_END);
    else return false;
    return true;
  }

  write(w: JsonWriter): void {
    w.beginObject();
    w.text("assignment_id", this.assignment_id);
    w.integer("closing_minutes", this.closing_minutes);
    w.integer("expired_minutes", this.expired_minutes);
    if (this.expires != OPEN_END) w.day("expires", this.expires);
    w.integer("granted_minutes", this.granted_minutes);
    w.integer("opening_minutes", this.opening_minutes);
    w.day("period_end", this.period_end);
    w.day("period_start", this.period_start);
    w.integer("rolled_over_minutes", this.rolled_over_minutes);
    w.text("service_id", this.service_id);
    w.integer("used_minutes", this.used_minutes);
    w.endObject();
  }
}

/** What a Producer or Transformer returns. */
export class Output {
  charges: Charge[] = [];
  consumed: ConsumedEvent[] = [];
  balances: Balance[] = [];
  warnings: Warning[] = [];

  warn(code: string, message: string, subject: string | null): void {
    this.warnings.push(new Warning(code, message, subject));
  }

  write(w: JsonWriter): void {
    w.beginObject();
    writeAll<Balance>(w, "balances", this.balances);
    writeAll<Charge>(w, "charges", this.charges);
    writeAll<ConsumedEvent>(w, "consumed", this.consumed);
    writeAll<Warning>(w, "warnings", this.warnings);
    w.endObject();
  }
}

/** Writes a member whose value is an array of documents. */
export function writeAll<T>(w: JsonWriter, name: string, documents: T[]): void {
  w.key(name);
  w.beginArray();
  for (let i = 0; i < documents.length; i++) documents[i].write(w);
  w.endArray();
}
