import { Charge, Input, Remainders, addCents } from "@alga/billing-plugin-sdk";
import { bases } from "./policies";
import { Rule } from "./rule";

/** The charges that a discount is taken off. */
export class Base {
  /** Places among the charges. */
  readonly lines: i32[] = [];
  /** What a percentage is of. */
  readonly cents: i64;
  /** What other discounts have left of the charges. */
  readonly leftCents: i64;

  constructor(input: Input, rule: Rule, remainders: Remainders, onWhatIsLeft: bool) {
    const belongs = bases().in(input.policies);
    let whole: i64 = 0;
    for (let i = 0; i < remainders.charges.length; i++) {
      const charge = remainders.charges[i];
      if (!canBeDiscounted(charge) || !belongs(charge, rule)) continue;
      this.lines.push(i);
      whole = addCents(whole, charge.net_amount_cents);
    }
    const left = remainders.sum(this.lines);
    this.cents = onWhatIsLeft ? left : whole;
    this.leftCents = left;
  }
}

/** Discounts are on what plans cost, not on discounts, credits or what was entered by hand. */
function canBeDiscounted(charge: Charge): bool {
  const type = charge.charge_type;
  return type != "discount" && type != "credit" && type != "manual";
}
