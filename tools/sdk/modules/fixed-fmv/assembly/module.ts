import { AssignmentRow, Input, Output, Weights, fail } from "@alga/billing-plugin-sdk";
import { Fee, feesOf } from "./fee";
import { charge } from "./line";
import { billOwnFees, isOfAnotherKind } from "./own-fees";
import { PlanService, fairMarketValues, servicesOf } from "./services";
import { allocations } from "./policies";

/** Bills one assignment of a fixed plan: its fee, split over the plan's services by fair market value. In a plan of another kind, which has no fee, its fixed services at their own. */
export function produce(input: Input): Output {
  const output = new Output();
  const scope = input.scope;
  if (scope === null) {
    fail("input.scope_missing", "a Producer needs the assignment it is run for", "scope");
    return output;
  }
  if (isOfAnotherKind(input, scope)) {
    billOwnFees(input, scope, output);
    return output;
  }
  const fees = feesOf(input, scope, output);
  if (fees.length == 0) return output;
  const services = servicesOf(input, scope);
  if (services.length == 0) {
    output.warn("fixed.no_services", "plan '" + scope.plan_name + "' has a fee but no services to bill it on", scope.plan_id);
    return output;
  }
  const weights = fairMarketValues(input.policies, services, scope, output);
  if (weights === null) return output;
  for (let i = 0; i < fees.length; i++) split(input, scope, fees[i], services, weights, output);
  return output;
}

function split(input: Input, scope: AssignmentRow, fee: Fee, services: PlanService[], weights: Weights, output: Output): void {
  const allotments = allocations().in(input.policies)(fee.cents, weights);
  for (let i = 0; i < allotments.length; i++) {
    output.charges.push(charge(input, scope, fee, services, i, weights, allotments[i]));
  }
}
