import { Input, Output, Remainders, mulDiv, powerOfTen } from "@alga/billing-plugin-sdk";
import { Base } from "./base";
import { discountLine } from "./line";
import { excesses, percentages, roundings, stackings } from "./policies";
import { Rule } from "./rule";
import { rulesInForce } from "./rules";

/** Gives each discount in force as a line of its own. */
export function transform(input: Input): Output {
  const output = new Output();
  const charges = input.charges();
  output.charges = charges.slice(0);
  const remainders = new Remainders(charges);
  const rules = rulesInForce(input, output);
  const stacking = stackings().in(input.policies);
  stacking.order(rules);
  for (let i = 0; i < rules.length; i++) give(input, rules[i], remainders, stacking.onWhatIsLeft, output);
  return output;
}

function give(input: Input, rule: Rule, remainders: Remainders, onWhatIsLeft: bool, output: Output): void {
  const base = new Base(input, rule, remainders, onWhatIsLeft);
  if (base.lines.length == 0) {
    output.warn("discount.nothing_to_discount", "discount '" + rule.name + "' finds no charges to be taken off", rule.discount_id);
    return;
  }
  const asked = netOf(input, rule, base.cents, output);
  const net = excesses().in(input.policies)(asked, base.leftCents);
  if (net != asked) {
    output.warn("discount.limited", "discount '" + rule.name + "' is more than is left of what it is taken off: " + (-asked).toString() + " of " + base.leftCents.toString() + " cents", rule.discount_id);
  }
  output.charges.push(discountLine(input, rule, base, remainders, asked, net));
  remainders.take(base.lines, -net);
}

/** What the discount's line comes to by itself, rounded once: negative, or above zero for a percentage of less than nothing. */
function netOf(input: Input, rule: Rule, base: i64, output: Output): i64 {
  const value = rule.isPercentage ? percentages().in(input.policies)(rule, output) : rule.value;
  return mulDiv(rule.isPercentage ? -base : -1, value.unscaled, powerOfTen(value.scale), roundings().in(input.policies)());
}
