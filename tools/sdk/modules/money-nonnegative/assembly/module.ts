import { Input, MAX_CENTS, Verdict, fail, isCents, readRows } from "@alga/billing-plugin-sdk";
import { Line } from "./line";

/** Refuses amounts that no invoice may hold. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const charges = input.rawCharges();
  if (charges === null) {
    fail("input.charges_missing", "a Validator needs the charges it is to look at", "charges");
    return verdict;
  }
  const lines = readRows<Line>(charges);
  const total = new Total();
  for (let i = 0; i < lines.length; i++) {
    if (isSound(lines[i], verdict)) total.add(lines[i].net_amount_cents);
  }
  if (!total.isCents) verdict.refuse("money.total_out_of_range", "the charges add up to more than ±(2^53−1) cents", null);
  return verdict;
}

function isSound(line: Line, verdict: Verdict): bool {
  if (!line.isWhole) {
    verdict.refuse("money.not_whole_cents", line.name + " has a net amount that is not a JSON integer", line.charge_id);
    return false;
  }
  if (!line.isInRange) {
    verdict.refuse("money.out_of_range", line.name + " has a net amount beyond ±(2^53−1) cents", line.charge_id);
    return false;
  }
  if (line.net_amount_cents < 0 && !line.mayBeNegative) {
    verdict.refuse("money.negative", line.name + " of type '" + line.charge_type + "' is negative: " + line.net_amount_cents.toString() + " cents", line.charge_id);
  }
  return true;
}

/** A sum that no number of amounts in range makes overflow, so that their order does not matter: high and low halves apart. */
class Total {
  private high: i64 = 0;
  private low: i64 = 0;

  add(amount: i64): void {
    this.high += amount >> 32;
    this.low += amount & 0xffffffff;
  }

  get isCents(): bool {
    const high = this.high + (this.low >> 32);
    const bound = MAX_CENTS >> 32;
    return high >= -bound - 1 && high <= bound && isCents((high << 32) | (this.low & 0xffffffff));
  }
}
