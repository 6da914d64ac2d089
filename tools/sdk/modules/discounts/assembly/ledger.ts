import { Charge, Decimal, Weights, addCents, allocate } from "@alga/billing-plugin-sdk";

/** What is left of each charge after the discounts so far. A discount comes off its charges in proportion to what is left of them. */
export class Ledger {
  readonly charges: Charge[];
  /** Cents, by place. */
  readonly left: i64[];

  /** Counts the discounts that are among the charges already: off those they were derived from, else off all. */
  constructor(charges: Charge[]) {
    this.charges = charges.slice(0);
    this.left = new Array<i64>(charges.length);
    const places = new Map<string, i32>();
    for (let i = 0; i < charges.length; i++) {
      const id = charges[i].charge_id;
      if (id !== null) places.set(id, i);
      this.left[i] = isReduction(charges[i]) ? 0 : charges[i].net_amount_cents;
    }
    for (let i = 0; i < charges.length; i++) {
      if (isReduction(charges[i])) this.take(this.placesOf(charges[i], places), charges[i].net_amount_cents);
    }
  }

  /** Takes a line of `net` (below zero) off the charges at these places, at most what is left of them. */
  take(places: i32[], net: i64): void {
    let total: i64 = 0;
    const weights = new Array<Decimal>(places.length);
    const subjects = new Array<string>(places.length);
    for (let i = 0; i < places.length; i++) {
      const left = this.left[places[i]];
      weights[i] = left > 0 ? new Decimal(left, 0) : Decimal.ZERO;
      subjects[i] = "discounts";
      total = addCents(total, max<i64>(left, 0));
    }
    const taken = min<i64>(-net, total);
    if (taken <= 0) return;
    const parts = allocate(taken, Weights.of(weights, subjects));
    for (let i = 0; i < parts.length; i++) this.left[places[i]] -= parts[i].cents;
  }

  private placesOf(discount: Charge, places: Map<string, i32>): i32[] {
    const found: i32[] = [];
    const from = discount.derived_from;
    for (let i = 0; i < from.length; i++) {
      if (places.has(from[i])) found.push(places.get(from[i]));
    }
    for (let i = 0; from.length == 0 && i < this.charges.length; i++) found.push(i);
    return found;
  }
}

function isReduction(charge: Charge): bool {
  return charge.charge_type == "discount";
}
