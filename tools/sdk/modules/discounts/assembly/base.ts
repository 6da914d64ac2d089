import { Charge, Input, addCents } from "@alga/billing-plugin-sdk";
import { Ledger } from "./ledger";
import { bases } from "./policies";
import { Rule } from "./rule";

/** The charges that a discount is taken off. */
export class Base {
  /** Places in the ledger. */
  readonly charges: i32[] = [];
  /** What a percentage is of. */
  readonly cents: i64;
  /** What other discounts have left of the charges. */
  readonly leftCents: i64;

  constructor(input: Input, rule: Rule, ledger: Ledger, onWhatIsLeft: bool) {
    const belongs = bases().in(input.policies);
    let whole: i64 = 0;
    let left: i64 = 0;
    for (let i = 0; i < ledger.charges.length; i++) {
      const charge = ledger.charges[i];
      if (!canBeDiscounted(charge) || !belongs(charge, rule)) continue;
      this.charges.push(i);
      whole = addCents(whole, charge.net_amount_cents);
      left = addCents(left, ledger.left[i]);
    }
    this.cents = onWhatIsLeft ? left : whole;
    this.leftCents = left;
  }
}

/** Discounts are on what plans cost, not on discounts, credits or what was entered by hand. */
export function canBeDiscounted(charge: Charge): bool {
  const type = charge.charge_type;
  return type != "discount" && type != "credit" && type != "manual";
}
