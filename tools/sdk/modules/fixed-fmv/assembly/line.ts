import { Allotment, AssignmentRow, Charge, Decimal, Input, Weights } from "@alga/billing-plugin-sdk";
import { Fee } from "./fee";
import { PlanService } from "./services";

/** The charge of one service, with the reasons for its amount. */
export function charge(input: Input, scope: AssignmentRow, fee: Fee, services: PlanService[], index: i32, weights: Weights, allotment: Allotment): Charge {
  const service = services[index];
  const quantity = service.quantity;
  const line = new Charge();
  line.line_key = fee.term.suffix.length == 0 ? service.line_key : service.line_key + fee.term.suffix;
  line.charge_type = "recurring";
  line.description = service.catalog.service_name;
  line.quantity = quantity;
  line.unit_price = Decimal.ratio(allotment.cents, quantity.isZero ? Decimal.ONE : quantity, 6);
  line.net_amount_cents = allotment.cents;
  line.currency_code = input.context.company.currency_code;
  line.is_taxable = service.catalog.is_taxable;
  line.service_start = fee.service.start;
  line.service_end = fee.service.end;
  line.tax_region_hint = service.taxRegion;
  label(line, scope, service);
  explain(line, fee, service, weights, index, allotment);
  return line;
}

function label(line: Charge, scope: AssignmentRow, service: PlanService): void {
  const dimensions = line.dimensions;
  dimensions.set("assignment_id", scope.assignment_id);
  dimensions.setIfPresent("bundle_id", scope.bundle_id);
  dimensions.setIfPresent("category", service.catalog.category_id);
  dimensions.set("plan_id", scope.plan_id);
  dimensions.set("plan_type", "fixed");
  dimensions.set("service_id", service.config.service_id);
}

function explain(line: Charge, fee: Fee, service: PlanService, weights: Weights, index: i32, allotment: Allotment): void {
  const why = line.metadata;
  why.integer("allocated_cents", allotment.cents);
  why.integer("base_rate_cents", fee.base_rate_cents);
  why.text("config_id", service.config.config_id);
  const proration = fee.proration;
  if (proration !== null) {
    why.integer("covered_days", proration.covered_days);
    why.integer("effective_fee_cents", proration.cents);
  }
  why.text("fmv_cents", weights.text(index));
  if (proration !== null) {
    why.integer("period_days", proration.whole_days);
    why.decimal("proration_factor", proration.factor);
  }
  why.decimal("proportion", weights.proportion(index));
  why.integer("remainder_cents", allotment.remainder_cents);
}
