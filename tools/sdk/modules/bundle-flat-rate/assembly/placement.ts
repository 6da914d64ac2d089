import { Decimal, Input, Output, Proration, Switch, Term, allocate } from "@alga/billing-plugin-sdk";
import { lineOf } from "./line";
import { BundledPlan } from "./plans";
import { prorations, taxabilities } from "./policies";

/** Writes the lines of a rate of so many cents, prorated or not. */
type Placement = (input: Input, plan: BundledPlan, term: Term, cents: i64, proration: Proration | null, output: Output) => void;

/** On how many lines the rate stands. */
function placements(): Switch<Placement> {
  return new Switch<Placement>("bundle_rate", "one_line", oneLine).or("spread", spread);
}

/** The lines that bill a plan's rate for one term. */
export function rateLines(input: Input, plan: BundledPlan, term: Term, output: Output): void {
  const proration = prorations().in(input.policies)(plan, term);
  placements().in(input.policies)(input, plan, term, proration === null ? plan.rate : proration.cents, proration, output);
}

/** The rate on one line. It is for no service, so it has no region but the company's own. */
function oneLine(input: Input, plan: BundledPlan, term: Term, cents: i64, proration: Proration | null, output: Output): void {
  const line = lineOf(input, plan, term, cents, proration);
  line.line_key = plan.row.assignment_id + term.suffix;
  line.description = plan.plan.plan_name + " (Bundle: " + plan.row.bundle_name + ")";
  line.is_taxable = taxabilities().in(input.policies)(plan);
  line.metadata.integer("services", plan.services.length);
  line.metadata.integer("taxable_services", plan.taxableServices);
  output.charges.push(line);
}

/** The rate split over the plan's services by fair market value, each part taxed as its service is. A plan without services has one line. */
function spread(input: Input, plan: BundledPlan, term: Term, cents: i64, proration: Proration | null, output: Output): void {
  if (plan.services.length == 0) {
    output.warn("bundle.no_services", "plan '" + plan.plan.plan_name + "' has no services to spread its rate over; it stands on one line", plan.row.plan_id);
    oneLine(input, plan, term, cents, proration, output);
    return;
  }
  const weights = plan.fairMarketValues();
  const allotments = allocate(cents, weights);
  for (let i = 0; i < allotments.length; i++) {
    const service = plan.services[i];
    const quantity = service.quantity;
    const line = lineOf(input, plan, term, allotments[i].cents, proration);
    line.line_key = plan.row.assignment_id + "/" + service.key + term.suffix;
    line.description = service.catalog.service_name;
    line.quantity = quantity;
    line.unit_price = Decimal.ratio(allotments[i].cents, quantity.isZero ? Decimal.ONE : quantity, 6);
    line.is_taxable = service.catalog.is_taxable;
    line.tax_region_hint = regionOf(service.catalog.tax_region);
    line.dimensions.setIfPresent("category", service.catalog.category_id);
    line.dimensions.set("service_id", service.config.service_id);
    line.metadata.integer("allocated_cents", allotments[i].cents);
    line.metadata.text("config_id", service.config.config_id);
    line.metadata.text("fmv_cents", weights.text(i));
    line.metadata.decimal("proportion", weights.proportion(i));
    line.metadata.integer("remainder_cents", allotments[i].remainder_cents);
    output.charges.push(line);
  }
}

function regionOf(region: string | null): string | null {
  return region === null || region.length == 0 ? null : region;
}
