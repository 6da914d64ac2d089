import { Charge, Decimal, Input, Proration, Term, addCents } from "@alga/billing-plugin-sdk";
import { BundledPlan } from "./plans";

/** A line of a bundled plan, without what depends on how many there are of them. */
export function lineOf(input: Input, plan: BundledPlan, term: Term, cents: i64, proration: Proration | null): Charge {
  const days = term.served(plan.row.range);
  const line = new Charge();
  line.charge_type = "bundle";
  line.unit_price = new Decimal(cents, 0);
  line.net_amount_cents = cents;
  line.currency_code = input.context.company.currency_code;
  line.service_start = days.start;
  line.service_end = days.end;
  label(line, plan);
  explain(line, plan, proration);
  return line;
}

function label(line: Charge, plan: BundledPlan): void {
  const dimensions = line.dimensions;
  dimensions.set("assignment_id", plan.row.assignment_id);
  dimensions.set("bundle_id", plan.row.bundle_id);
  dimensions.set("plan_id", plan.row.plan_id);
  dimensions.set("plan_type", plan.plan.plan_type);
}

function explain(line: Charge, plan: BundledPlan, proration: Proration | null): void {
  const why = line.metadata;
  why.text("company_bundle_id", plan.row.company_bundle_id);
  why.integer("custom_rate_cents", plan.rate);
  if (proration !== null) {
    why.integer("covered_days", proration.covered_days);
    why.integer("effective_rate_cents", proration.cents);
    why.integer("period_days", proration.whole_days);
    why.decimal("proration_factor", proration.factor);
  }
  let replaced: i64 = 0;
  for (let i = 0; i < plan.replaced.length; i++) replaced = addCents(replaced, plan.replaced[i].net_amount_cents);
  why.integer("replaced_cents", replaced);
  why.integer("replaced_charges", plan.replaced.length);
}
