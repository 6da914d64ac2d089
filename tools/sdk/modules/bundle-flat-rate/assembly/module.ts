import { Charge, Input, Output } from "@alga/billing-plugin-sdk";
import { Settled } from "./consumed";
import { rateLines } from "./placement";
import { BundledPlan, Plans } from "./plans";
import { components } from "./policies";
import { DueRate, ratesInForce } from "./rates";

/** Bills each bundled plan that has a rate of its own with that rate, in place of what its assignment came to. */
export function transform(input: Input): Output {
  const output = new Output();
  const rates = ratesInForce(input);
  const replaced = takeOut(input, rates, output);
  const settled = new Settled(input);
  const plans = new Plans(input, rates);
  for (let i = 0; i < rates.length; i++) {
    const plan = new BundledPlan(rates[i].row, plans, replaced.get(rates[i].row.assignment_id));
    for (let j = 0; j < rates[i].terms.length; j++) rateLines(input, plan, rates[i].terms[j], output);
    settled.consume(plan.replaced, output);
  }
  return output;
}

/** Passes on the charges that no rate replaces, and returns the others by assignment. */
function takeOut(input: Input, rates: DueRate[], output: Output): Map<string, Charge[]> {
  const replaced = new Map<string, Charge[]>();
  for (let i = 0; i < rates.length; i++) replaced.set(rates[i].row.assignment_id, []);
  const replaces = components().in(input.policies);
  const charges = input.charges();
  for (let i = 0; i < charges.length; i++) {
    const assignment = charges[i].dimensions.get("assignment_id");
    if (assignment !== null && replaced.has(assignment) && replaces(charges[i])) replaced.get(assignment).push(charges[i]);
    else output.charges.push(charges[i]);
  }
  return replaced;
}
