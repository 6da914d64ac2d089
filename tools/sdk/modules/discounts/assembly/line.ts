import { Charge, Decimal, Input, Remainders, daysInForce } from "@alga/billing-plugin-sdk";
import { Base } from "./base";
import { Rule } from "./rule";

/**
 * The discount's own line.
 *
 * @param asked what the rule alone comes to
 * @param net what is given
 */
export function discountLine(input: Input, rule: Rule, base: Base, remainders: Remainders, asked: i64, net: i64): Charge {
  const days = daysInForce(rule.range, input);
  const line = new Charge();
  line.line_key = rule.line_key;
  line.charge_type = "discount";
  line.description = rule.name;
  line.unit_price = new Decimal(net, 0);
  line.net_amount_cents = net;
  line.currency_code = input.context.company.currency_code;
  line.service_start = days.start;
  line.service_end = days.end;
  line.dimensions.set("adjustment_id", rule.discount_id);
  if (rule.plan_ids.length == 1) line.dimensions.set("plan_id", rule.plan_ids[0]);
  for (let i = 0; i < base.lines.length; i++) {
    const id = remainders.charges[base.lines[i]].charge_id;
    if (id !== null) line.derived_from.push(id);
  }
  explain(line, rule, base, asked, net);
  return line;
}

function explain(line: Charge, rule: Rule, base: Base, asked: i64, net: i64): void {
  const why = line.metadata;
  const assignment = rule.assignment_id;
  if (assignment !== null) why.text("assignment_id", assignment);
  if (rule.isPercentage) why.integer("base_cents", base.cents);
  why.text("discount_type", rule.type);
  if (net != asked) {
    why.integer("left_cents", base.leftCents);
    why.integer("unlimited_cents", asked);
  }
  why.text("rule_id", rule.discount_id);
  why.decimal("value", rule.value);
}
