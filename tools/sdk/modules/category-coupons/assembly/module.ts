import { Charge, Input, Output, PromotionPolicyRow, Remainders, coversADay, deduction, fail } from "@alga/billing-plugin-sdk";
import { Cart } from "./cart";
import { valueOf } from "./values";

/** Takes coupons off the lines they are for, when enough was spent. */
export function transform(input: Input): Output {
  const output = new Output();
  output.charges = input.charges();
  const rows = coupons(input);
  if (rows.length == 0) return output;
  const cart = new Cart(output.charges, new Remainders(output.charges), input.policies);
  const made: Charge[] = [];
  for (let i = 0; i < rows.length; i++) redeem(input, rows[i], cart, made, output);
  for (let i = 0; i < made.length; i++) output.charges.push(made[i]);
  return output;
}

/** Those in force in the period, ascending by id. */
function coupons(input: Input): PromotionPolicyRow[] {
  const rows = input.facts.rows<PromotionPolicyRow>("PromotionPolicyPack");
  const found: PromotionPolicyRow[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if ((row.promotion_type != "percentage" && row.promotion_type != "fixed") || !row.is_active || !coversADay(row.range, input)) continue;
    if (row.value.isNegative) fail("coupon.value_negative", "coupon '" + row.promotion_name + "' has a value below zero", row.promotion_id);
    else found.push(row);
  }
  return found.sort((a, b) => (a.promotion_id < b.promotion_id ? -1 : a.promotion_id > b.promotion_id ? 1 : 0));
}

function redeem(input: Input, row: PromotionPolicyRow, cart: Cart, made: Charge[], output: Output): void {
  const needed = row.minimum_spend_cents;
  const spent = cart.spentOn(row.spend_category_id);
  if (needed !== null && spent < needed.value) return;
  const lines = cart.linesFor(row);
  if (lines.length == 0) {
    output.warn("coupon.nothing_matched", "coupon '" + row.promotion_name + "' found no line to take anything off", row.promotion_id);
    return;
  }
  const base = cart.baseOf(lines);
  const worth = valueOf(row, base);
  const cents = max<i64>(min(worth, cart.leftOf(lines)), 0);
  if (cents < worth) output.warn("coupon.limited", "coupon '" + row.promotion_name + "' is worth more than its lines have left", row.promotion_id);
  cart.take(lines, cents);
  made.push(explained(deduction(input, row.promotion_id, row.promotion_name, cents, cart.charges(lines)), row, base, worth, spent));
}

function explained(line: Charge, row: PromotionPolicyRow, base: i64, worth: i64, spent: i64): Charge {
  const why = line.metadata;
  const needed = row.minimum_spend_cents;
  why.integer("base_cents", base);
  why.text("coupon_type", row.promotion_type);
  why.decimal("coupon_value", row.value);
  why.integer("worth_cents", worth);
  if (needed === null) return line;
  why.integer("minimum_spend_cents", needed.value);
  why.integer("spent_cents", spent);
  return line;
}
