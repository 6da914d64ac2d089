import { Decimal } from "../money/decimal";
import { Weights, allocate } from "../money/allocation";
import { Charge } from "./charge";

/**
 * What deductions (discounts, caps, free units) have left of each line of a company. A deduction concerns the lines in its `derived_from`, or, when it names none, all that are no
 * deductions themselves; it is taken off them in proportion to what each has left, so that none falls below zero before all are at zero.
 */
export class Remainders {
  private readonly left: StaticArray<i64>;

  constructor(readonly charges: Charge[]) {
    this.left = new StaticArray<i64>(charges.length);
    const places = new Map<string, i32>();
    for (let i = 0; i < charges.length; i++) {
      const charge = charges[i];
      if (isDeduction(charge)) continue;
      this.left[i] = charge.net_amount_cents;
      const id = charge.charge_id;
      if (id !== null) places.set(id, i);
    }
    for (let i = 0; i < charges.length; i++) {
      if (isDeduction(charges[i])) this.take(this.concerned(charges[i], places), -charges[i].net_amount_cents);
    }
  }

  /** Cents left of a line; 0 of a deduction, below zero where more was deducted than there was. */
  of(index: i32): i64 {
    return this.left[index];
  }

  /** Cents left of several lines together. */
  sum(lines: i32[]): i64 {
    let sum: i64 = 0;
    for (let i = 0; i < lines.length; i++) sum += this.left[lines[i]];
    return sum;
  }

  /** Takes cents off one line. */
  takeOne(line: i32, cents: i64): void {
    this.left[line] = this.left[line] - cents;
  }

  /** Takes cents off lines, in proportion to what each has left, by largest remainder; what is more than all have goes below zero on the last. */
  take(lines: i32[], cents: i64): void {
    if (lines.length == 0 || cents == 0) return;
    const weights = new Array<Decimal>(lines.length);
    const names = new Array<string>(lines.length);
    let there: i64 = 0;
    for (let i = 0; i < lines.length; i++) {
      const left = max<i64>(this.left[lines[i]], 0);
      weights[i] = new Decimal(left, 0);
      names[i] = this.charges[lines[i]].description;
      there += left;
    }
    const shared = min(cents, there);
    if (shared > 0) {
      const parts = allocate(shared, Weights.of(weights, names));
      for (let i = 0; i < parts.length; i++) this.takeOne(lines[i], parts[i].cents);
    }
    this.takeOne(lines[lines.length - 1], cents - shared);
  }

  private concerned(deduction: Charge, places: Map<string, i32>): i32[] {
    const lines: i32[] = [];
    const from = deduction.derived_from;
    for (let i = 0; i < from.length; i++) {
      if (places.has(from[i])) lines.push(places.get(from[i]));
    }
    if (from.length > 0) return lines;
    for (let i = 0; i < this.charges.length; i++) {
      if (!isDeduction(this.charges[i])) lines.push(i);
    }
    return lines;
  }
}

/** Whether a line takes something off others: a discount. A credit stands by itself. */
export function isDeduction(charge: Charge): bool {
  return charge.charge_type == "discount";
}
