import { AssignmentRow, Charge, DayRange, Decimal, ExactCents, Input, Output, PlanFixedConfigRow, PlanServiceConfigRow, Rounding, Term } from "@alga/billing-plugin-sdk";
import { planOf } from "./fee";
import { serviceFees } from "./policies";
import { PlanService, servicesOf } from "./services";
import { planTerms } from "./terms";

const FIXED = "fixed";

/** Whether this is a plan of another kind, hourly say, that has no fee but services configured as fixed. */
export function isOfAnotherKind(input: Input, scope: AssignmentRow): bool {
  if (scope.plan_type == FIXED) return false;
  const fees = input.facts.rows<PlanFixedConfigRow>("PlanFixedConfigPack");
  for (let i = 0; i < fees.length; i++) {
    if (fees[i].plan_id == scope.plan_id) return false;
  }
  const configs = input.facts.rows<PlanServiceConfigRow>("PlanServiceConfigPack");
  for (let i = 0; i < configs.length; i++) {
    if (configs[i].plan_id == scope.plan_id && configs[i].configuration_type == FIXED) return true;
  }
  return false;
}

/** One charge per fixed service and term: its own fee, else the catalogue's rate, times its quantity. Such a fee is never prorated. */
export function billOwnFees(input: Input, scope: AssignmentRow, output: Output): void {
  const services = servicesOf(input, scope);
  const terms = planTerms(input, scope, planOf(input, scope));
  for (let i = 0; i < terms.length; i++) {
    if (!terms[i].isOwed(scope.range, input.context.period)) continue;
    for (let j = 0; j < services.length; j++) {
      if (services[j].config.configuration_type == FIXED) bill(input, scope, services[j], terms[i], output);
    }
  }
}

function bill(input: Input, scope: AssignmentRow, service: PlanService, term: Term, output: Output): void {
  const fee = serviceFees().in(input.policies)(service);
  if (fee === null) {
    output.warn("fixed.rate_missing", "service '" + service.catalog.service_name + "' has neither a fee in the plan nor a rate; it is not billed", service.config.service_id);
    return;
  }
  const cents = new ExactCents();
  cents.add(fee.quantity, fee.rate, service.config.service_id);
  output.charges.push(charge(input, scope, service, term, fee, cents.cents(Rounding.HalfAwayFromZero)));
}

/** Cents a unit, and how many. */
export class OwnFee {
  constructor(
    readonly rate: Decimal,
    readonly quantity: Decimal,
    /** `service` or `catalog`. */
    readonly source: string,
  ) {}
}

function charge(input: Input, scope: AssignmentRow, service: PlanService, term: Term, fee: OwnFee, cents: i64): Charge {
  const served = servicePeriod(scope, term.range);
  const line = new Charge();
  line.line_key = term.suffix.length == 0 ? service.line_key : service.line_key + term.suffix;
  line.charge_type = "recurring";
  line.description = service.catalog.service_name;
  line.quantity = fee.quantity;
  line.unit_price = fee.rate;
  line.net_amount_cents = cents;
  line.currency_code = input.context.company.currency_code;
  line.is_taxable = service.catalog.is_taxable;
  line.service_start = served.start;
  line.service_end = served.end;
  line.tax_region_hint = service.taxRegion;
  const dimensions = line.dimensions;
  dimensions.set("assignment_id", scope.assignment_id);
  dimensions.setIfPresent("bundle_id", scope.bundle_id);
  dimensions.setIfPresent("category", service.catalog.category_id);
  dimensions.set("plan_id", scope.plan_id);
  dimensions.set("plan_type", scope.plan_type);
  dimensions.set("service_id", service.config.service_id);
  const why = line.metadata;
  why.text("config_id", service.config.config_id);
  why.decimal("fee_cents", fee.rate);
  why.text("fee_source", fee.source);
  return line;
}

function servicePeriod(scope: AssignmentRow, term: DayRange): DayRange {
  const covered = scope.range.intersect(term);
  return covered.isEmpty ? term : covered;
}
