import { AssignmentRow, CatalogRow, Input, Output, TimeEntryRow, fail } from "@alga/billing-plugin-sdk";
import { balance } from "./balance";
import { Bucket, bucketsOf } from "./bucket";
import { overage, timeLine } from "./line";
import { allowances, entries, entryTimes, overageRates, rollovers } from "./policies";
import { Use } from "./use";

/** Counts the time given to one assignment against the plan's allowances, bills what is beyond them, and closes the balances. */
export function produce(input: Input): Output {
  const output = new Output();
  const scope = input.scope;
  if (scope === null) {
    fail("input.scope_missing", "a Producer needs the assignment it is run for", "scope");
    return output;
  }
  const uses = usesOf(input);
  const catalog = catalogOf(input, scope, uses);
  const buckets = bucketsOf(input, scope, catalog, output);
  if (buckets.length == 0) output.warn("bucket.no_buckets", "plan '" + scope.plan_name + "' includes hours of no service", scope.plan_id);
  count(input, scope, uses, buckets, catalog, output);
  for (let i = 0; i < buckets.length; i++) settle(input, scope, buckets[i], output);
  return output;
}

/** Ascending by begin, then id: the order in which time uses up an allowance. */
function usesOf(input: Input): Use[] {
  const timeOf = entryTimes().in(input.policies);
  const rows = input.events.rows<TimeEntryRow>("TimeEntriesPack");
  const uses: Use[] = [];
  for (let i = 0; i < rows.length; i++) uses.push(new Use(rows[i], timeOf));
  uses.sort(Use.byBegin);
  return uses;
}

/** By service id: what has time, and what the plan names. */
function catalogOf(input: Input, scope: AssignmentRow, uses: Use[]): Map<string, CatalogRow> {
  const ids = Bucket.servicesOf(input, scope);
  for (let i = 0; i < uses.length; i++) ids.push(uses[i].service_id);
  const rows = input.facts.rowsWhere<CatalogRow>("CatalogPack", "service_id", ids);
  const catalog = new Map<string, CatalogRow>();
  for (let i = 0; i < rows.length; i++) catalog.set(rows[i].service_id, rows[i]);
  return catalog;
}

function count(input: Input, scope: AssignmentRow, uses: Use[], buckets: Bucket[], catalog: Map<string, CatalogRow>, output: Output): void {
  const billsOthers = entries().in(input.policies)();
  const byService = new Map<string, Bucket>();
  for (let i = 0; i < buckets.length; i++) byService.set(buckets[i].service_id, buckets[i]);
  for (let i = 0; i < uses.length; i++) {
    const use = uses[i];
    if (byService.has(use.service_id)) byService.get(use.service_id).uses.push(use);
    else if (billsOthers) billByCatalogue(input, scope, use, catalog, output);
  }
}

/** Time of a service without an allowance is billed at the catalogue's rate. */
function billByCatalogue(input: Input, scope: AssignmentRow, use: Use, catalog: Map<string, CatalogRow>, output: Output): void {
  if (!catalog.has(use.service_id)) {
    fail("bucket.service_missing", "time was entered for a service that the catalogue lacks: " + use.service_id, use.entry_id);
    return;
  }
  const service = catalog.get(use.service_id);
  const rate = service.default_rate_cents;
  if (rate === null) fail("bucket.rate_missing", "service '" + service.service_name + "' has time, no allowance in the plan and no rate in the catalogue", service.service_id);
  else output.charges.push(timeLine(input, scope, use, service, rate));
}

function settle(input: Input, scope: AssignmentRow, bucket: Bucket, output: Output): void {
  const policies = input.policies;
  const rollover = rollovers().in(policies)();
  bucket.open(input, scope, rollover, output);
  bucket.overage_minutes = allowances().in(policies)(bucket.available_minutes, bucket.used_minutes);
  bucket.settleUses(output);
  if (bucket.overage_minutes > 0) output.charges.push(overage(input, scope, bucket, overageRates().in(policies)(bucket.config.overage_rate_cents)));
  output.balances.push(balance(input, scope, bucket, rollover));
}
