import { Charge, Input, Remainders, Switch, Verdict, addCents, isDeduction, subtractCents } from "@alga/billing-plugin-sdk";

/** Says that a discount is too much. */
type Report = (verdict: Verdict, code: string, message: string, chargeId: string | null) => void;

/** What becomes of a discount that is too much. */
function excesses(): Switch<Report> {
  return new Switch<Report>("discount_excess", "limit", refuse).or("allow", warn);
}

/** Refuses discounts that take more than there is: off the lines they name, or off all lines together. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const charges = input.charges();
  const ids = new Set<string>();
  for (let i = 0; i < charges.length; i++) {
    const id = charges[i].charge_id;
    if (id !== null) ids.add(id);
  }
  const report = excesses().in(input.policies);
  for (let i = 0; i < charges.length; i++) {
    if (isDeduction(charges[i])) checkDiscount(charges[i], ids, report, verdict);
  }
  const remainders = new Remainders(charges);
  checkLines(charges, remainders, report, verdict);
  checkTotal(charges, report, verdict);
  return verdict;
}

function checkDiscount(discount: Charge, ids: Set<string>, report: Report, verdict: Verdict): void {
  if (discount.net_amount_cents > 0) report(verdict, "discount.adds", "discount '" + discount.description + "' adds " + discount.net_amount_cents.toString() + " cents", discount.charge_id);
  for (let i = 0; i < discount.derived_from.length; i++) {
    if (!ids.has(discount.derived_from[i])) verdict.refuse("discount.line_unknown", "discount '" + discount.description + "' was made from a line that is not there: " + discount.derived_from[i], discount.charge_id);
  }
}

/** A line that was below zero before any discount is no matter of discounts. */
function checkLines(charges: Charge[], remainders: Remainders, report: Report, verdict: Verdict): void {
  for (let i = 0; i < charges.length; i++) {
    const charge = charges[i];
    if (isDeduction(charge) || charge.net_amount_cents < 0 || remainders.of(i) >= 0) continue;
    report(verdict, "discount.line_below_zero", "'" + charge.description + "' is " + charge.net_amount_cents.toString() + " cents, and discounts take " + (charge.net_amount_cents - remainders.of(i)).toString(), charge.charge_id);
  }
}

/** By the amounts themselves: what is more than all lines have may stand on a credit, which is no line that it is taken off. */
function checkTotal(charges: Charge[], report: Report, verdict: Verdict): void {
  let sold: i64 = 0;
  let taken: i64 = 0;
  for (let i = 0; i < charges.length; i++) {
    const cents = charges[i].net_amount_cents;
    if (isDeduction(charges[i])) taken = subtractCents(taken, cents);
    else if (cents > 0) sold = addCents(sold, cents);
  }
  if (taken > sold) report(verdict, "discount.total_below_zero", "the lines come to " + sold.toString() + " cents, and discounts take " + taken.toString(), null);
}

function refuse(verdict: Verdict, code: string, message: string, chargeId: string | null): void {
  verdict.refuse(code, message, chargeId);
}

function warn(verdict: Verdict, code: string, message: string, chargeId: string | null): void {
  verdict.warn(code, message, chargeId);
}
