import { Decimal } from "../money/decimal";
import { Charge } from "./charge";
import { Input } from "./input";

/** Dimensions that a deduction takes over when all its lines agree on them. */
const SHARED = ["assignment_id", "bundle_id", "category", "plan_id", "plan_type", "service_id"];

/**
 * A negative, untaxed line that a rule makes from others: type `discount`, quantity 1, `rule_id` in its metadata and in dimension `adjustment_id`, the lines it concerns in
 * `derived_from`. It covers the days its lines cover together, and carries the dimensions on which they agree.
 *
 * @param ruleId also the `line_key`; give the line another when a rule makes several
 * @param cents what is taken off, zero or more
 * @param lines one at least
 */
export function deduction(input: Input, ruleId: string, name: string, cents: i64, lines: Charge[]): Charge {
  const line = new Charge();
  line.line_key = ruleId;
  line.charge_type = "discount";
  line.description = name;
  line.unit_price = new Decimal(-cents, 0);
  line.net_amount_cents = -cents;
  line.currency_code = input.context.company.currency_code;
  line.service_start = lines[0].service_start;
  line.service_end = lines[0].service_end;
  for (let i = 0; i < lines.length; i++) {
    line.service_start = min(line.service_start, lines[i].service_start);
    line.service_end = max(line.service_end, lines[i].service_end);
    const id = lines[i].charge_id;
    if (id !== null) line.derived_from.push(id);
  }
  line.dimensions.set("adjustment_id", ruleId);
  for (let i = 0; i < SHARED.length; i++) line.dimensions.setIfPresent(SHARED[i], agreed(lines, SHARED[i]));
  line.metadata.text("rule_id", ruleId);
  return line;
}

function agreed(lines: Charge[], dimension: string): string | null {
  const first = lines[0].dimensions.get(dimension);
  for (let i = 1; i < lines.length; i++) {
    if (lines[i].dimensions.get(dimension) != first) return null;
  }
  return first;
}
