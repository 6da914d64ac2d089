import { AssignmentRow, Input, Output, fail } from "@alga/billing-plugin-sdk";
import { Fee, feeOf } from "./fee";
import { charge } from "./line";
import { PlanService, fairMarketValues, servicesOf } from "./services";
import { allocations } from "./policies";

/** Bills one assignment of a fixed plan: its fee, split over the plan's services by fair market value. */
export function produce(input: Input): Output {
  const output = new Output();
  const scope = input.scope;
  if (scope === null) {
    fail("input.scope_missing", "a Producer needs the assignment it is run for", "scope");
    return output;
  }
  const fee = feeOf(input, scope, output);
  if (fee !== null) split(input, scope, fee, output);
  return output;
}

function split(input: Input, scope: AssignmentRow, fee: Fee, output: Output): void {
  const services = servicesOf(input, scope);
  if (services.length == 0) {
    output.warn("fixed.no_services", "plan '" + scope.plan_name + "' has a fee but no services to bill it on", scope.plan_id);
    return;
  }
  const weights = fairMarketValues(input.policies, services, scope, output);
  if (weights === null) return;
  const allotments = allocations().in(input.policies)(fee.cents, weights);
  for (let i = 0; i < allotments.length; i++) {
    output.charges.push(charge(input, scope, fee, services, i, weights, allotments[i]));
  }
}
