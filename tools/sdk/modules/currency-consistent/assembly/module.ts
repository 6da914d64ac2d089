import { Input, Verdict } from "@alga/billing-plugin-sdk";

/** Refuses charges in another currency than the company is billed in. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const currency = input.context.company.currency_code;
  if (currency.length == 0) verdict.refuse("currency.missing", "the company has no currency", null);
  const charges = input.charges();
  for (let i = 0; i < charges.length; i++) {
    const charge = charges[i];
    if (charge.currency_code == currency) continue;
    verdict.refuse("currency.mixed", "'" + charge.description + "' is in " + charge.currency_code + ", and the company is billed in " + currency, charge.charge_id);
  }
  return verdict;
}
