import { AssignmentRow, Input, Output, PlanRow, TimeEntryRow, fail } from "@alga/billing-plugin-sdk";
import { charge } from "./line";
import { Overtime } from "./overtime";
import { copies } from "./policies";
import { Pricing } from "./pricing";
import { Terms, termsOf } from "./terms";
import { Work } from "./work";

/** Bills the time given to one assignment, a line for each entry. */
export function produce(input: Input): Output {
  const output = new Output();
  const scope = input.scope;
  if (scope === null) {
    fail("input.scope_missing", "a Producer needs the assignment it is run for", "scope");
    return output;
  }
  const entries = input.events.rows<TimeEntryRow>("TimeEntriesPack");
  if (entries.length == 0) {
    output.warn("hourly.no_entries", "plan '" + scope.plan_name + "' has no time in the period; nothing was billed for it", scope.plan_id);
    return output;
  }
  const works = worksOf(input, scope, entries);
  const pricing = new Pricing(input.policies, planOvertime(input, scope));
  for (let i = 0; i < works.length; i++) {
    pricing.price(works[i]);
    output.charges.push(charge(input, scope, works[i]));
  }
  return output;
}

/** Ascending by begin, then id: the order in which hours add up to overtime. */
function worksOf(input: Input, scope: AssignmentRow, entries: TimeEntryRow[]): Work[] {
  const terms = termsOf(input, scope, entries);
  const times = copies().in(input.policies);
  const works: Work[] = [];
  for (let i = 0; i < entries.length; i++) {
    const known = termsFor(entries[i], terms);
    if (known === null) continue;
    for (let copy: i64 = 1, count = times(entries[i]); copy <= count; copy++) works.push(new Work(entries[i], known, copy));
  }
  works.sort(Work.byBegin);
  return works;
}

function termsFor(entry: TimeEntryRow, terms: Map<string, Terms>): Terms | null {
  const service = entry.service_id;
  if (service === null) {
    fail("hourly.service_missing", "a time entry names no service it is billed as", entry.entry_id);
    return null;
  }
  if (terms.has(service)) return terms.get(service);
  fail("hourly.service_missing", "time was entered for a service that the catalogue lacks: " + service, entry.entry_id);
  return null;
}

function planOvertime(input: Input, scope: AssignmentRow): Overtime | null {
  const plans = input.facts.rows<PlanRow>("PlanPack");
  for (let i = 0; i < plans.length; i++) {
    const plan = plans[i];
    if (plan.plan_id == scope.plan_id) return Overtime.of("plan", plan.enable_overtime, plan.overtime_threshold_hours, plan.overtime_rate_cents, scope.plan_id);
  }
  return null;
}
