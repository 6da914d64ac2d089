import { Charge, Decimal, Input, Output, PromotionPolicyRow, Remainders, coversADay, deduction, fail } from "@alga/billing-plugin-sdk";
import { FreeUnits, isCounted } from "./units";

/** Takes the first units of each service off the bill, for every promotion that says so. */
export function transform(input: Input): Output {
  const output = new Output();
  output.charges = input.charges();
  const rows = promotions(input);
  if (rows.length == 0) return output;
  const free = new FreeUnits(output.charges, new Remainders(output.charges));
  const made: Charge[] = [];
  for (let i = 0; i < rows.length; i++) apply(input, rows[i], free, made, output);
  for (let i = 0; i < made.length; i++) output.charges.push(made[i]);
  return output;
}

/** Those in force in the period, ascending by id. */
function promotions(input: Input): PromotionPolicyRow[] {
  const rows = input.facts.rows<PromotionPolicyRow>("PromotionPolicyPack");
  const found: PromotionPolicyRow[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row.promotion_type != "first_n_free" || !row.is_active || !coversADay(row.range, input)) continue;
    if (row.value.isNegative) fail("free.units_negative", "promotion '" + row.promotion_name + "' gives less than no units", row.promotion_id);
    else found.push(row);
  }
  return found.sort((a, b) => (a.promotion_id < b.promotion_id ? -1 : a.promotion_id > b.promotion_id ? 1 : 0));
}

function apply(input: Input, row: PromotionPolicyRow, free: FreeUnits, made: Charge[], output: Output): void {
  const services = servicesOf(row, output.charges);
  let anything = false;
  for (let i = 0; i < services.length; i++) {
    const taken = free.take(services[i], row.value.millionths(row.promotion_id), row);
    for (let j = 0; j < taken.length; j++) {
      anything = true;
      const line = deduction(input, row.promotion_id, row.promotion_name, taken[j].cents, taken[j].lines);
      line.line_key = row.promotion_id + "/" + services[i] + (j > 0 ? "/part" : "");
      line.metadata.decimal("free_units", new Decimal(taken[j].units, 6));
      line.metadata.decimal("promised_units", row.value);
      made.push(line);
    }
  }
  if (!anything) output.warn("free.nothing_matched", "promotion '" + row.promotion_name + "' found no units to make free", row.promotion_id);
}

/** The services a promotion is for, ascending: each gets the free units for itself, since units of two services do not add up. */
function servicesOf(row: PromotionPolicyRow, charges: Charge[]): string[] {
  const found = new Set<string>();
  for (let i = 0; i < charges.length; i++) {
    const service = charges[i].dimensions.get("service_id");
    if (service !== null && isCounted(charges[i], row)) found.add(service);
  }
  return found.values().sort();
}
