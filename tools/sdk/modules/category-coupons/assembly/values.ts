import { PromotionPolicyRow, Rounding, mulDiv, powerOfTen } from "@alga/billing-plugin-sdk";

/** What a coupon is worth in cents: a part of its base, or an amount; rounded once, half away from zero. */
export function valueOf(row: PromotionPolicyRow, base: i64): i64 {
  const value = row.value;
  const whole = row.promotion_type == "percentage" ? base : 1;
  return mulDiv(whole, value.unscaled, powerOfTen(value.scale), Rounding.HalfAwayFromZero);
}
