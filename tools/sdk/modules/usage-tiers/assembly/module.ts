import { AssignmentRow, Input, Output, UsageRecordRow, fail } from "@alga/billing-plugin-sdk";
import { charge } from "./line";
import { beyondTiers, minimums, roundings, tierReadings, tierRoundings, tierScopes, unitRates } from "./policies";
import { Pricing } from "./pricing";
import { ServiceUse, servicesOf } from "./services";

/** Bills the metered usage given to one assignment, a line for each record. */
export function produce(input: Input): Output {
  const output = new Output();
  const scope = input.scope;
  if (scope === null) {
    fail("input.scope_missing", "a Producer needs the assignment it is run for", "scope");
    return output;
  }
  const records = input.events.rows<UsageRecordRow>("UsageRecordsPack");
  if (records.length == 0) {
    output.warn("usage.no_records", "plan '" + scope.plan_name + "' has no usage in the period; nothing was billed for it", scope.plan_id);
    return output;
  }
  const services = servicesOf(input, scope, records);
  const pricing = pricingOf(input, scope, output);
  for (let i = 0; i < services.length; i++) bill(input, scope, services[i], pricing, output);
  return output;
}

function pricingOf(input: Input, scope: AssignmentRow, output: Output): Pricing {
  const policies = input.policies;
  return new Pricing(
    tierScopes().in(policies),
    tierReadings().in(policies),
    beyondTiers().in(policies)(),
    tierRoundings().in(policies),
    unitRates().in(policies),
    roundings().in(policies)(),
    scope.plan_name,
    output,
  );
}

function bill(input: Input, scope: AssignmentRow, service: ServiceUse, pricing: Pricing, output: Output): void {
  minimums().in(input.policies)(service);
  pricing.price(service);
  for (let i = 0; i < service.uses.length; i++) output.charges.push(charge(input, scope, service, service.uses[i]));
}
