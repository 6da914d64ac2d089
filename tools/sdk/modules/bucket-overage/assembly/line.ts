import { AssignmentRow, CatalogRow, Charge, DayRange, Decimal, ExactCents, Input, MILLIS_PER_HOUR, MILLIS_PER_MINUTE, Rounding } from "@alga/billing-plugin-sdk";
import { Bucket } from "./bucket";
import { Use } from "./use";

const MINUTES_PER_HOUR: i64 = 60;

/** What was used beyond one bucket's allowance, on one line. */
export function overage(input: Input, scope: AssignmentRow, bucket: Bucket, rate: Decimal): Charge {
  const cents = new ExactCents();
  cents.add(new Decimal(bucket.overage_minutes, 0), rate, bucket.config.config_id);
  const line = lineOf(input, scope, bucket.catalog);
  line.line_key = bucket.service_id;
  line.charge_type = "overage";
  line.quantity = Decimal.ratio(bucket.overage_minutes, new Decimal(MINUTES_PER_HOUR, 0), 6);
  line.unit_price = rate;
  line.net_amount_cents = cents.cents(Rounding.HalfAwayFromZero, MINUTES_PER_HOUR);
  line.dimensions.set("bucket_id", bucket.config.config_id);
  for (let i = 0; i < bucket.beyond.length; i++) line.input_refs.push(bucket.beyond[i]);
  const why = line.metadata;
  why.text("config_id", bucket.config.config_id);
  why.integer("entries", bucket.uses.length);
  why.integer("granted_minutes", bucket.granted_minutes);
  why.integer("opening_minutes", bucket.opening_minutes);
  why.integer("overage_minutes", bucket.overage_minutes);
  why.decimal("overage_rate_cents", rate);
  why.integer("used_minutes", bucket.used_minutes);
  return line;
}

/** An entry of a service without an allowance, at the catalogue's rate. */
export function timeLine(input: Input, scope: AssignmentRow, use: Use, service: CatalogRow, rate: Decimal): Charge {
  const cents = new ExactCents();
  cents.add(new Decimal(use.time, 0), rate, use.entry_id);
  const line = lineOf(input, scope, service);
  line.line_key = "entry/" + use.entry_id;
  line.charge_type = "time";
  line.quantity = Decimal.ratio(use.time, new Decimal(MILLIS_PER_HOUR, 0), 6);
  line.unit_price = rate;
  line.net_amount_cents = cents.cents(Rounding.HalfAwayFromZero, MILLIS_PER_HOUR);
  line.input_refs.push(use.entry_id);
  const why = line.metadata;
  why.decimal("billed_minutes", Decimal.ratio(use.time, new Decimal(MILLIS_PER_MINUTE, 0), 6));
  why.decimal("rate_cents", rate);
  why.text("rate_source", "catalog");
  why.text("start_time", use.start_time);
  return line;
}

function lineOf(input: Input, scope: AssignmentRow, service: CatalogRow): Charge {
  const period = input.context.period.range;
  const covered = scope.range.intersect(period);
  const served: DayRange = covered.isEmpty ? period : covered;
  const region = service.tax_region;
  const line = new Charge();
  line.description = service.service_name;
  line.currency_code = input.context.company.currency_code;
  line.is_taxable = service.is_taxable;
  line.service_start = served.start;
  line.service_end = served.end;
  line.tax_region_hint = region === null || region.length == 0 ? null : region;
  const dimensions = line.dimensions;
  dimensions.set("assignment_id", scope.assignment_id);
  dimensions.setIfPresent("bundle_id", scope.bundle_id);
  dimensions.setIfPresent("category", service.category_id);
  dimensions.set("plan_id", scope.plan_id);
  dimensions.set("plan_type", scope.plan_type);
  dimensions.set("service_id", service.service_id);
  return line;
}
