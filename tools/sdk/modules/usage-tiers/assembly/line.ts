import { AssignmentRow, Charge, DayRange, Decimal, Input } from "@alga/billing-plugin-sdk";
import { units } from "./pricing";
import { ServiceUse, Use } from "./services";

/** The charge of one record, with the reasons for its amount. */
export function charge(input: Input, scope: AssignmentRow, service: ServiceUse, use: Use): Charge {
  const catalog = service.catalog;
  const region = catalog.tax_region;
  const served = servicePeriod(input, scope);
  const line = new Charge();
  line.line_key = use.record.usage_id;
  line.charge_type = "usage";
  line.description = catalog.service_name;
  line.quantity = units(use.billed);
  line.unit_price = unitPrice(service, use);
  line.net_amount_cents = use.cents;
  line.currency_code = input.context.company.currency_code;
  line.is_taxable = catalog.is_taxable;
  line.service_start = served.start;
  line.service_end = served.end;
  line.tax_region_hint = region === null || region.length == 0 ? null : region;
  line.input_refs.push(use.record.usage_id);
  label(line, scope, service);
  explain(line, service, use);
  return line;
}

/** The days of the period that the assignment covers; the whole period where a policy has it bill use outside of them. */
function servicePeriod(input: Input, scope: AssignmentRow): DayRange {
  const period = input.context.period.range;
  const covered = scope.range.intersect(period);
  return covered.isEmpty ? period : covered;
}

/** What one unit came to where tiers make an average; else the rate of a unit. */
function unitPrice(service: ServiceUse, use: Use): Decimal {
  return use.tier_path.length == 0 || use.billed == 0 ? service.rate : Decimal.ratio(use.cents, units(use.billed), 6);
}

function label(line: Charge, scope: AssignmentRow, service: ServiceUse): void {
  const dimensions = line.dimensions;
  dimensions.set("assignment_id", scope.assignment_id);
  dimensions.setIfPresent("bundle_id", scope.bundle_id);
  dimensions.setIfPresent("category", service.catalog.category_id);
  dimensions.set("plan_id", scope.plan_id);
  dimensions.set("plan_type", scope.plan_type);
  dimensions.set("service_id", service.id);
}

function explain(line: Charge, service: ServiceUse, use: Use): void {
  const why = line.metadata;
  const config = service.config;
  if (config !== null) why.text("config_id", config.config_id);
  why.text("exact_cents", use.exact_cents);
  if (use.billed > use.recorded) {
    why.decimal("minimum_added", units(use.billed - use.recorded));
    why.decimal("minimum_usage", units(service.minimum));
  }
  why.text("rate_source", use.tier_path.length > 0 ? (service.is_volume ? "volume_tier" : "tiers") : service.customRate !== null ? "plan" : "catalog");
  why.decimal("recorded_quantity", units(use.recorded));
  if (use.tier_path.length > 0) why.text("tier_path", use.tier_path);
  if (use.position >= 0) why.decimal("tier_position", units(use.position));
  if (service.unit_of_measure.length > 0) why.text("unit_of_measure", service.unit_of_measure);
  why.text("usage_date", use.record.usage_date);
}
