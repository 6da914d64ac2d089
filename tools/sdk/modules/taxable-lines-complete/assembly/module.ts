import { Charge, CompanyRow, Input, Verdict, isDeduction } from "@alga/billing-plugin-sdk";

/** Refuses lines that tax could not be computed for. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const company = input.context.company;
  const charges = input.charges();
  for (let i = 0; i < charges.length; i++) {
    const charge = charges[i];
    if (!charge.is_taxable) continue;
    if (isDeduction(charge) || charge.charge_type == "credit") {
      verdict.refuse("taxable.deduction", "'" + charge.description + "' of type '" + charge.charge_type + "' is marked taxable", charge.charge_id);
    } else if (!hasRegion(charge, company)) {
      verdict.refuse("taxable.region_missing", "'" + charge.description + "' is taxable and has no tax region, and neither has the company", charge.charge_id);
    }
  }
  return verdict;
}

/** What is not taxed after all needs no region: nothing, and lines of an exempt company. */
function hasRegion(charge: Charge, company: CompanyRow): bool {
  if (company.is_tax_exempt || charge.net_amount_cents == 0) return true;
  return isNamed(charge.tax_region_hint) || isNamed(company.default_tax_region);
}

function isNamed(region: string | null): bool {
  return region !== null && region.length > 0;
}
