// Calls the SDK's functions by name, so that tests in JavaScript can compare them with an oracle.
import {
  BillingPeriod,
  CalendarDate,
  DayRange,
  Decimal,
  ExactCents,
  JsonReader,
  JsonWriter,
  Packs,
  OPEN_TIER,
  Proration,
  Rounding,
  Tier,
  TimeEntryRow,
  Weights,
  WorkedTime,
  addCents,
  addCycles,
  addMonths,
  allocate,
  compareTexts,
  dayOf,
  dayText,
  daysInMonth,
  graduate,
  hasAnniversary,
  hasFailed,
  mulDiv,
  parseInstant,
  readObject,
  readRows,
  roundEach,
  subtractCents,
  termsOf,
  tierAt,
} from "@alga/billing-plugin-sdk";
import { finish } from "@alga/billing-plugin-sdk/assembly/abi";
export { billing_abi, alloc } from "@alga/billing-plugin-sdk/assembly/abi";

class Named {
  id: string = "";
  value: string = "";

  field(r: JsonReader): bool {
    if (r.is("id")) this.id = r.text();
    else if (r.is("value")) this.value = r.text();
    else return false;
    return true;
  }
}

class Case {
  op: string = "";
  facts: Packs = new Packs();
  texts: string[] = [];
  integers: i64[] = [];
  days: i32[] = [];
  left: Decimal[] = [];
  right: Decimal[] = [];
  result: string[] = [];

  field(r: JsonReader): bool {
    if (r.is("op")) this.op = r.text();
    else if (r.is("facts")) this.facts.read(r);
    else if (r.is("texts")) for (r.enterArray(); r.nextItem(); ) this.texts.push(r.text());
    else if (r.is("integers")) for (r.enterArray(); r.nextItem(); ) this.integers.push(i64.parse(r.text()));
    else if (r.is("days")) for (r.enterArray(); r.nextItem(); ) this.days.push(r.day());
    else if (r.is("left")) for (r.enterArray(); r.nextItem(); ) this.left.push(r.decimal());
    else if (r.is("right")) for (r.enterArray(); r.nextItem(); ) this.right.push(r.decimal());
    else return false;
    return true;
  }

  run(): void {
    const n = this.integers;
    if (this.op == "mulDiv") this.integer(mulDiv(n[0], n[1], n[2], <Rounding>n[3]));
    else if (this.op == "addCents") this.integer(addCents(n[0], n[1]));
    else if (this.op == "subtractCents") this.integer(subtractCents(n[0], n[1]));
    else if (this.op == "prorate") this.prorate(n[0], <i32>n[1], <i32>n[2]);
    else if (this.op == "decimal") this.text(Decimal.parse(this.texts[0]).toString());
    else if (this.op == "ratio") this.text(Decimal.ratio(n[0], this.left[0], <i32>n[1]).toString());
    else if (this.op == "allocate") this.split(n[0]);
    else if (this.op == "roundEach") this.each(n[0], <Rounding>n[1]);
    else if (this.op == "weights") this.weigh(Weights.products(this.left, this.right, this.texts));
    else if (this.op == "weightsOf") this.weigh(Weights.of(this.left, this.texts));
    else if (this.op == "exact") this.exact(<Rounding>n[0], n.length > 1 ? n[1] : 1);
    else if (this.op == "millionths") this.integer(this.left[0].millionths("quantity"));
    else if (this.op == "graduate") this.graduated(n[0], n[1]);
    else if (this.op == "tierAt") this.integer(tierAt(this.tiers(), n[0]));
    else if (this.op == "instant") this.integer(parseInstant(this.texts[0], "e1"));
    else if (this.op == "worked") this.worked();
    else if (this.op == "day") this.calendar(<i32>n[0]);
    else if (this.op == "addMonths") this.text(dayText(addMonths(this.days[0], <i32>n[0])));
    else if (this.op == "addCycles") this.text(dayText(addCycles(this.days[0], this.texts[0], <i32>n[0])));
    else if (this.op == "hasAnniversary") this.integer(hasAnniversary(this.days[0], this.texts[0], <i32>n[0], new DayRange(this.days[1], this.days[2])) ? 1 : 0);
    else if (this.op == "termsOf") this.terms(n[0] == 1);
    else if (this.op == "daysInMonth") this.integer(daysInMonth(<i32>n[0], <i32>n[1]));
    else if (this.op == "dayOf") this.integer(dayOf(<i32>n[0], <i32>n[1], <i32>n[2]));
    else if (this.op == "contains") this.integer(new DayRange(this.days[0], this.days[1]).contains(this.days[2]) ? 1 : 0);
    else if (this.op == "intersect") this.integer(new DayRange(this.days[0], this.days[1]).intersect(new DayRange(this.days[2], this.days[3])).days);
    else if (this.op == "compareTexts") this.integer(compareTexts(this.texts[0], this.texts[1]));
    else if (this.op == "rowOfEach") this.rowOfEach();
    else if (this.op == "rowsWhere") this.rowsWhere();
    else if (this.op == "echo") this.text(this.texts[0]);
    else throw new Error("no such op: " + this.op);
  }

  /** First day and end of each term of a fee with a frequency of its own. */
  private terms(isAdvance: bool): void {
    const period = new BillingPeriod();
    period.start = this.days[2];
    period.end = this.days[3];
    period.billing_cycle = this.texts[1];
    const terms = termsOf(new DayRange(this.days[0], this.days[1]), this.texts[0], isAdvance, period, []);
    for (let i = 0; i < terms.length; i++) {
      this.text(dayText(terms[i].range.start));
      this.text(dayText(terms[i].range.end));
    }
  }

  private text(value: string): void {
    this.result.push(value);
  }

  private integer(value: i64): void {
    this.text(value.toString());
  }

  private rowOfEach(): void {
    const rows = this.facts.rowOfEach<Named>("NamedPack", "id", this.texts);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      this.text(row === null ? "none" : row.value);
    }
  }

  private rowsWhere(): void {
    const rows = this.facts.rowsWhere<Named>("NamedPack", "id", this.texts);
    for (let i = 0; i < rows.length; i++) this.text(rows[i].value);
  }

  private prorate(fee: i64, covered: i32, whole: i32): void {
    const proration = new Proration(fee, covered, whole);
    this.integer(proration.cents);
    this.text(proration.factor.toString());
  }

  private split(total: i64): void {
    const parts = allocate(total, Weights.products(this.left, this.right, this.texts));
    for (let i = 0; i < parts.length; i++) this.integer(parts[i].cents);
  }

  private each(total: i64, rounding: Rounding): void {
    const parts = roundEach(total, Weights.products(this.left, this.right, this.texts), rounding);
    for (let i = 0; i < parts.length; i++) this.integer(parts[i].cents);
  }

  private weigh(weights: Weights): void {
    for (let i = 0; i < this.left.length; i++) {
      this.text(weights.text(i));
      this.text(weights.proportion(i).toString());
    }
  }

  /** Begin and end as texts, the marked minutes as an integer. */
  private worked(): void {
    const entry = new TimeEntryRow();
    entry.entry_id = "e1";
    entry.start_time = this.texts[0];
    entry.end_time = this.texts[1];
    entry.billable_duration_minutes = this.integers[0];
    const worked = WorkedTime.of(entry);
    this.integer(worked.span);
    this.integer(worked.billable);
  }

  private exact(rounding: Rounding, per: i64): void {
    const sum = new ExactCents();
    for (let i = 0; i < this.left.length; i++) sum.add(this.left[i], this.right[i], this.texts[i]);
    this.integer(sum.cents(rounding, per));
    this.text(sum.toString());
  }

  /** First units on the left, last ones on the right, 0 for none. */
  private tiers(): Tier[] {
    const tiers: Tier[] = [];
    for (let i = 0; i < this.left.length; i++) {
      const last = this.right[i].isZero ? OPEN_TIER : this.right[i].millionths("last");
      tiers.push(new Tier(this.left[i].millionths("first"), last, Decimal.ONE));
    }
    return tiers;
  }

  private graduated(from: i64, to: i64): void {
    const parts = graduate(this.tiers(), from, to);
    for (let i = 0; i < parts.length; i++) this.text(parts[i].tier.toString() + ":" + parts[i].quantity.toString());
  }

  private calendar(day: i32): void {
    const date = CalendarDate.of(day);
    this.text(dayText(day));
    this.integer(date.year);
    this.integer(date.month);
    this.integer(date.date);
  }

  write(w: JsonWriter): void {
    w.beginArray();
    for (let i = 0; i < this.result.length; i++) w.textItem(this.result[i]);
    w.endArray();
  }
}

export class Cases {
  cases: Case[] = [];

  field(r: JsonReader): bool {
    if (!r.is("cases")) return false;
    this.cases = readRows<Case>(r);
    return true;
  }

  write(w: JsonWriter): void {
    w.beginArray();
    for (let i = 0; i < this.cases.length; i++) {
      if (!hasFailed()) this.cases[i].run();
      this.cases[i].write(w);
    }
    w.endArray();
  }
}

export function run(address: i32, length: i32): i64 {
  return finish(readObject<Cases>(new JsonReader(<usize>address, <usize>(address + length))));
}
