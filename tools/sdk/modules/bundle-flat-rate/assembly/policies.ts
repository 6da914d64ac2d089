import { Charge, Proration, Switch, Term, Window, coversADay, coversOrTouchesEnd } from "@alga/billing-plugin-sdk";
import { BundledPlan } from "./plans";

type Replaces = (charge: Charge) => bool;
type Prorate = (plan: BundledPlan, term: Term) => Proration | null;
type Taxable = (plan: BundledPlan) => bool;

/** Which bundles are in force. */
export function windows(): Switch<Window> {
  return new Switch<Window>("assignment_window", "half_open", coversADay).or("closed", coversOrTouchesEnd);
}

/** Which charges of the assignment the rate takes the place of. */
export function components(): Switch<Replaces> {
  return new Switch<Replaces>("bundle_components", "replaced", allOfThem).or("kept", recurringOnes);
}

/** How much of the rate a part of the period costs. */
export function prorations(): Switch<Prorate> {
  return new Switch<Prorate>("bundle_proration", "in_full", inFull).or("by_days", byDays);
}

/** Whether the one line is taxed. */
export function taxabilities(): Switch<Taxable> {
  return new Switch<Taxable>("bundle_taxability", "as_services", asServices).or("always", always);
}

function allOfThem(charge: Charge): bool {
  return true;
}

function recurringOnes(charge: Charge): bool {
  return charge.charge_type == "recurring";
}

function inFull(plan: BundledPlan, term: Term): Proration | null {
  return null;
}

function byDays(plan: BundledPlan, term: Term): Proration | null {
  return new Proration(plan.rate, term.served(plan.row.range).days, term.range.days);
}

/** A line cannot be taxed in part: one taxable service makes it taxable. So does a plan without services, of which nothing says that it is not. */
function asServices(plan: BundledPlan): bool {
  return plan.services.length == 0 || plan.taxableServices > 0;
}

function always(plan: BundledPlan): bool {
  return true;
}
