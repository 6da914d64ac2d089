import { Allotment, AssignmentRow, DayRange, Decimal, Input, Output, Rounding, Switch, Term, Weights, allocate, fail, mulDiv, roundEach } from "@alga/billing-plugin-sdk";
import { OwnFee } from "./own-fees";
import { PlanService } from "./services";
import { coveredAndOneMore, coveredDays, nominalLength, termDays } from "./days";

type Allocation = (total: i64, weights: Weights) => Allotment[];
type Days = (input: Input, scope: AssignmentRow, term: Term) => i32;
type ServiceFee = (service: PlanService) => OwnFee | null;
type Window = (input: Input, scope: AssignmentRow) => bool;
type MissingFee = (scope: AssignmentRow, output: Output) => void;
type ZeroQuantity = (quantity: Decimal) => Decimal;
type ZeroValue = (quantities: Decimal[], ids: string[], scope: AssignmentRow, output: Output) => Weights | null;

/** Which assignments the host means to have billed. */
export function windows(): Switch<Window> {
  return new Switch<Window>("assignment_window", "half_open", coversADay).or("closed", coversOrTouches);
}

/** How the fee is split over the services. */
export function allocations(): Switch<Allocation> {
  return new Switch<Allocation>("fixed_allocation", "largest_remainder", allocate).or("round_each", eachByItself);
}

/** How many days of a prorated fee are charged. */
export function prorationDays(): Switch<Days> {
  return new Switch<Days>("fixed_proration_days", "half_open", coveredDays).or("plus_one", coveredAndOneMore);
}

/** How many days a prorated fee is for. */
export function cycleLengths(): Switch<Days> {
  return new Switch<Days>("fixed_cycle_length", "period", termDays).or("nominal", nominalLength);
}

/** What becomes of a plan whose fee nobody set. */
export function missingFees(): Switch<MissingFee> {
  return new Switch<MissingFee>("fixed_missing_fee", "warn", warnOfMissingFee).or("fail", failForMissingFee);
}

/** What a fixed service costs in a plan of another kind. */
export function serviceFees(): Switch<ServiceFee> {
  return new Switch<ServiceFee>("fixed_service_fee", "main_unit", inMainUnits).or("as_cents", asCents);
}

/** What a service weighs of which the plan has none. */
export function zeroQuantities(): Switch<ZeroQuantity> {
  return new Switch<ZeroQuantity>("fixed_zero_quantity", "zero", asItIs).or("one", oneForZero);
}

/** What becomes of a fee whose services are worth nothing. */
export function zeroValues(): Switch<ZeroValue> {
  return new Switch<ZeroValue>("fixed_zero_fmv", "by_quantity", splitByQuantity).or("unbilled", leaveUnbilled).or("fail", failForZeroValue);
}

function coversADay(input: Input, scope: AssignmentRow): bool {
  return !scope.range.intersect(input.context.period.range).isEmpty;
}

function coversOrTouches(input: Input, scope: AssignmentRow): bool {
  const period = input.context.period;
  return !scope.range.intersect(new DayRange(period.start, period.end + 1)).isEmpty;
}

function eachByItself(total: i64, weights: Weights): Allotment[] {
  return roundEach(total, weights, Rounding.HalfUp);
}

function warnOfMissingFee(scope: AssignmentRow, output: Output): void {
  output.warn("fixed.fee_missing", "plan '" + scope.plan_name + "' has no base rate; nothing was billed for it", scope.plan_id);
}

function failForMissingFee(scope: AssignmentRow, output: Output): void {
  fail("fixed.fee_missing", "plan '" + scope.plan_name + "' has no base rate", scope.plan_id);
}

/** Sources keep a service's own fee in the currency's main unit, as they do a plan's. */
function inMainUnits(service: PlanService): OwnFee | null {
  const own = service.config.fixed_service_base_rate;
  if (own === null) return atCatalogue(service, service.quantity);
  return new OwnFee(new Decimal(mulDiv(own.unscaled, 100, 1, Rounding.HalfAwayFromZero), own.scale), service.quantity, "service");
}

function asCents(service: PlanService): OwnFee | null {
  const own = service.config.fixed_service_base_rate;
  const quantity = oneForZero(service.quantity);
  return own === null ? atCatalogue(service, quantity) : new OwnFee(own, quantity, "service");
}

function atCatalogue(service: PlanService, quantity: Decimal): OwnFee | null {
  const rate = service.catalog.default_rate_cents;
  return rate === null ? null : new OwnFee(rate, quantity, "catalog");
}

function asItIs(quantity: Decimal): Decimal {
  return quantity;
}

function oneForZero(quantity: Decimal): Decimal {
  return quantity.isZero ? Decimal.ONE : quantity;
}

/** The fee is owed whatever its services are worth: it follows their quantities, or is split evenly when there are none either. */
function splitByQuantity(quantities: Decimal[], ids: string[], scope: AssignmentRow, output: Output): Weights | null {
  output.warn("fixed.zero_fmv", "the services of plan '" + scope.plan_name + "' have no value; the fee was split by quantity", scope.plan_id);
  const weights = Weights.of(quantities, ids);
  return weights.sum.isZero ? Weights.of(new Array<Decimal>(ids.length).fill(Decimal.ONE), ids) : weights;
}

function leaveUnbilled(quantities: Decimal[], ids: string[], scope: AssignmentRow, output: Output): Weights | null {
  output.warn("fixed.zero_fmv", "the services of plan '" + scope.plan_name + "' have no value; its fee was not billed", scope.plan_id);
  return null;
}

function failForZeroValue(quantities: Decimal[], ids: string[], scope: AssignmentRow, output: Output): Weights | null {
  fail("fixed.zero_fmv", "the services of plan '" + scope.plan_name + "' have no value to split the fee by", scope.plan_id);
  return null;
}
