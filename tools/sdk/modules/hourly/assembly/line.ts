import { AssignmentRow, Charge, DayRange, Decimal, Input, MILLIS_PER_HOUR, MILLIS_PER_MINUTE, Rounding, mulDiv } from "@alga/billing-plugin-sdk";
import { Work } from "./work";

/** The charge of one entry, with the reasons for its amount. */
export function charge(input: Input, scope: AssignmentRow, work: Work): Charge {
  const catalog = work.terms.catalog;
  const region = catalog.tax_region;
  const served = servicePeriod(input, scope);
  const line = new Charge();
  line.line_key = work.line_key;
  line.charge_type = "time";
  line.description = catalog.service_name;
  line.quantity = Decimal.ratio(work.billed, new Decimal(MILLIS_PER_HOUR, 0), 6);
  line.unit_price = unitPrice(work);
  line.net_amount_cents = work.cents;
  line.currency_code = input.context.company.currency_code;
  line.is_taxable = catalog.is_taxable;
  line.service_start = served.start;
  line.service_end = served.end;
  line.tax_region_hint = region === null || region.length == 0 ? null : region;
  line.input_refs.push(work.entry.entry_id);
  label(line, scope, work);
  explain(line, work);
  return line;
}

/** What an hour came to where a part of it is overtime; else the rate. */
function unitPrice(work: Work): Decimal {
  if (work.overtime == 0) return work.rate;
  return Decimal.ratio(mulDiv(work.cents, MILLIS_PER_HOUR, 1, Rounding.HalfAwayFromZero), new Decimal(work.billed, 0), 6);
}

/** The days of the period that the assignment covers; the whole period where a policy has it bill time outside of them. */
function servicePeriod(input: Input, scope: AssignmentRow): DayRange {
  const period = input.context.period.range;
  const covered = scope.range.intersect(period);
  return covered.isEmpty ? period : covered;
}

function label(line: Charge, scope: AssignmentRow, work: Work): void {
  const dimensions = line.dimensions;
  dimensions.set("assignment_id", scope.assignment_id);
  dimensions.setIfPresent("bundle_id", scope.bundle_id);
  dimensions.setIfPresent("category", work.terms.catalog.category_id);
  dimensions.set("plan_id", scope.plan_id);
  dimensions.set("plan_type", scope.plan_type);
  dimensions.set("service_id", work.terms.id);
  dimensions.setIfPresent("user_type", work.entry.user_type);
  dimensions.set("work_item_type", work.entry.work_item_type);
}

function explain(line: Charge, work: Work): void {
  const why = line.metadata;
  const terms = work.terms;
  why.decimal("billed_minutes", minutes(work.billed));
  const config = terms.config;
  if (config !== null) why.text("config_id", config.config_id);
  if (work.copy > 1) why.integer("copy", work.copy);
  why.text("end_time", work.entry.end_time);
  if (terms.minimumMinutes * MILLIS_PER_MINUTE > work.counted) why.integer("minimum_minutes", terms.minimumMinutes);
  const rule = work.overtime_rule;
  if (rule !== null) {
    why.decimal("overtime_minutes", minutes(work.overtime));
    why.decimal("overtime_rate_cents", work.overtime_rate);
    why.text("overtime_rule", rule.source);
    why.decimal("overtime_threshold_hours", rule.threshold_hours);
  }
  why.decimal("rate_cents", work.rate);
  why.text("rate_source", work.rate_source);
  if (terms.stepMinutes > 0) why.integer("round_up_to_minutes", terms.stepMinutes);
  why.text("start_time", work.entry.start_time);
  why.decimal("worked_minutes", minutes(work.counted));
}

function minutes(millis: i64): Decimal {
  return Decimal.ratio(millis, new Decimal(MILLIS_PER_MINUTE, 0), 6);
}
