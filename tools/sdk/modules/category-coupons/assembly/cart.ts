import { Charge, Policies, PromotionPolicyRow, Remainders, Switch, addCents, isDeduction } from "@alga/billing-plugin-sdk";

type Base = (cart: Cart, lines: i32[]) => i64;

/** The lines of a company as coupons see them. */
export class Cart {
  private readonly base: Base;

  constructor(
    private readonly all: Charge[],
    private readonly remainders: Remainders,
    policies: Policies,
  ) {
    this.base = new Switch<Base>("coupon_base", "charged", charged).or("left", left).in(policies);
  }

  /** What was charged in a category, or in all when it is null; deductions do not lower it, so that one coupon does not take away another. */
  spentOn(category: string | null): i64 {
    let sum: i64 = 0;
    for (let i = 0; i < this.all.length; i++) {
      const charge = this.all[i];
      if (isSold(charge) && (category === null || charge.dimensions.get("category") == category)) sum = addCents(sum, charge.net_amount_cents);
    }
    return sum;
  }

  /** Places of the lines that a coupon is for. */
  linesFor(row: PromotionPolicyRow): i32[] {
    const service = row.service_id;
    const category = row.category_id;
    const lines: i32[] = [];
    for (let i = 0; i < this.all.length; i++) {
      const charge = this.all[i];
      if (!isSold(charge) || charge.net_amount_cents == 0) continue;
      if (service !== null && charge.dimensions.get("service_id") != service) continue;
      if (category !== null && charge.dimensions.get("category") != category) continue;
      lines.push(i);
    }
    return lines;
  }

  /** What a percentage is a percentage of. */
  baseOf(lines: i32[]): i64 {
    return max<i64>(this.base(this, lines), 0);
  }

  leftOf(lines: i32[]): i64 {
    return this.remainders.sum(lines);
  }

  chargedFor(lines: i32[]): i64 {
    let sum: i64 = 0;
    for (let i = 0; i < lines.length; i++) sum = addCents(sum, this.all[lines[i]].net_amount_cents);
    return sum;
  }

  take(lines: i32[], cents: i64): void {
    this.remainders.take(lines, cents);
  }

  charges(lines: i32[]): Charge[] {
    const found: Charge[] = [];
    for (let i = 0; i < lines.length; i++) found.push(this.all[lines[i]]);
    return found;
  }
}

function charged(cart: Cart, lines: i32[]): i64 {
  return cart.chargedFor(lines);
}

function left(cart: Cart, lines: i32[]): i64 {
  return cart.leftOf(lines);
}

function isSold(charge: Charge): bool {
  return !isDeduction(charge) && charge.charge_type != "credit";
}
