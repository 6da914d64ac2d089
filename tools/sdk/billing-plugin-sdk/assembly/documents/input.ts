import { DayRange } from "../dates/day-range";
import { Day } from "../dates/day";
import { fail } from "../failure";
import { AssignmentRow } from "../facts/assignment";
import { CompanyRow } from "../facts/company";
import { JsonReader } from "../json/reader";
import { JsonSlice } from "../json/slice";
import { Charge } from "./charge";
import { Policies } from "./policies";
import { Packs, readObject, readRows } from "./rows";

/** The billed period, half-open. */
export class BillingPeriod {
  start: Day = 0;
  /** First day after the period. */
  end: Day = 0;
  /** weekly, bi-weekly, monthly, quarterly, semi-annually or annually. */
  billing_cycle: string = "";
  billing_cycle_id: string = "";

  field(r: JsonReader): bool {
    if (r.is("start")) this.start = r.day();
    else if (r.is("end")) this.end = r.day();
    else if (r.is("billing_cycle")) this.billing_cycle = r.text();
    else if (r.is("billing_cycle_id")) this.billing_cycle_id = r.text();
    else return false;
    return true;
  }

  get range(): DayRange {
    return new DayRange(this.start, this.end);
  }
}

/** Where and when a call happens. There is no other clock and no other randomness. */
export class Context {
  tenant_id: string = "";
  company: CompanyRow = new CompanyRow();
  period: BillingPeriod = new BillingPeriod();
  /** The run's `as_of`, an instant such as `2025-01-31T00:00:00Z`. */
  now: string = "";
  /** Hex, the same whenever the same company and cycle are rated. */
  seed: string = "";

  field(r: JsonReader): bool {
    if (r.is("tenant_id")) this.tenant_id = r.text();
    else if (r.is("company")) this.company = readObject<CompanyRow>(r);
    else if (r.is("period")) this.period = readObject<BillingPeriod>(r);
    else if (r.is("now")) this.now = r.text();
    else if (r.is("seed")) this.seed = r.text();
    else return false;
    return true;
  }
}

/** What one call gets. Packs, charges and arguments are decoded when they are asked for. */
export class Input {
  abi: i32 = 0;
  /** The assignment a Producer is run for; null for Transformers and Validators. */
  scope: AssignmentRow | null = null;
  context: Context = new Context();
  facts: Packs = new Packs();
  events: Packs = new Packs();
  policies: Policies = new Policies();
  private chargesSlice: JsonSlice | null = null;
  private balancesSlice: JsonSlice | null = null;
  private argsSlice: JsonSlice | null = null;

  /** Failures: `input.malformed`, and `input.abi` for a document of another ABI. */
  static read(start: usize, length: usize): Input {
    const input = readObject<Input>(new JsonReader(start, start + length));
    if (input.abi != 1) fail("input.abi", "this module speaks ABI 1", "abi");
    return input;
  }

  field(r: JsonReader): bool {
    if (r.is("abi")) this.abi = <i32>r.integer();
    else if (r.is("scope")) this.scope = r.takeNull() ? null : readObject<AssignmentRow>(r);
    else if (r.is("context")) this.context = readObject<Context>(r);
    else if (r.is("facts")) this.facts.read(r);
    else if (r.is("events")) this.events.read(r);
    else if (r.is("policies")) this.policies.read(r);
    else if (r.is("charges")) this.chargesSlice = r.slice();
    else if (r.is("balances")) this.balancesSlice = r.slice();
    else if (r.is("args")) this.argsSlice = r.slice();
    else return false;
    return true;
  }

  /** The charges so far, in the host's order; Transformers and Validators only. */
  charges(): Charge[] {
    const slice = this.chargesSlice;
    return slice === null ? [] : readRows<Charge>(slice.reader());
  }

  /** The same charges undecoded, for a module that reads only parts of them. Null when the input has none. */
  rawCharges(): JsonReader | null {
    const slice = this.chargesSlice;
    return slice === null ? null : slice.reader();
  }

  /** What the producers left in the company's buckets, for Transformers and Validators; read into {@link Balance} or the module's own class. */
  balances<T>(): T[] {
    const slice = this.balancesSlice;
    return slice === null ? [] : readRows<T>(slice.reader());
  }

  /** The program's arguments, read into the module's own class; its defaults stand when there are none. */
  args<T>(): T {
    const slice = this.argsSlice;
    return slice === null ? instantiate<T>() : readObject<T>(slice.reader());
  }
}
