import { AssignmentRow, CatalogRow, HourlyConfigRow, Input, PlanServiceConfigRow, TimeEntryRow, UserTypeRateRow } from "@alga/billing-plugin-sdk";
import { Overtime } from "./overtime";

/** How the time of one service is billed under a plan. */
export class Terms {
  /** Null for a service the plan does not configure: its catalogue rate holds, without a minimum or a step. */
  config: PlanServiceConfigRow | null = null;
  hourly: HourlyConfigRow | null = null;
  overtime: Overtime | null = null;
  readonly userTypeRates: UserTypeRateRow[] = [];

  constructor(readonly catalog: CatalogRow) {}

  get id(): string {
    return this.catalog.service_id;
  }

  get minimumMinutes(): i64 {
    const hourly = this.hourly;
    return hourly === null ? 0 : hourly.minimum_billable_minutes;
  }

  get stepMinutes(): i64 {
    const hourly = this.hourly;
    return hourly === null ? 0 : hourly.round_up_to_minutes;
  }
}

/** By service id, for the services that have time. A service the catalogue lacks is not among them. */
export function termsOf(input: Input, scope: AssignmentRow, entries: TimeEntryRow[]): Map<string, Terms> {
  const ids: string[] = [];
  for (let i = 0; i < entries.length; i++) {
    const service = entries[i].service_id;
    if (service !== null) ids.push(service);
  }
  const catalog = input.facts.rowsWhere<CatalogRow>("CatalogPack", "service_id", ids);
  const terms = new Map<string, Terms>();
  for (let i = 0; i < catalog.length; i++) terms.set(catalog[i].service_id, new Terms(catalog[i]));
  configure(input, terms, configsOf(input, scope, terms));
  return terms;
}

/** By config id. Of two configurations of one service the lower id counts, whatever the order of rows. */
function configsOf(input: Input, scope: AssignmentRow, terms: Map<string, Terms>): string[] {
  const ids: string[] = [];
  const configs = input.facts.rows<PlanServiceConfigRow>("PlanServiceConfigPack");
  for (let i = 0; i < configs.length; i++) {
    const config = configs[i];
    if (config.plan_id != scope.plan_id || !terms.has(config.service_id)) continue;
    const known = terms.get(config.service_id);
    const other = known.config;
    if (other === null || config.config_id < other.config_id) known.config = config;
    ids.push(config.config_id);
  }
  return ids;
}

function configure(input: Input, terms: Map<string, Terms>, configIds: string[]): void {
  if (configIds.length == 0) return;
  const hourly = input.facts.rowsWhere<HourlyConfigRow>("HourlyConfigPack", "config_id", configIds);
  const rates = input.facts.rowsWhere<UserTypeRateRow>("UserTypeRatesPack", "config_id", configIds);
  const all = terms.values();
  for (let i = 0; i < all.length; i++) {
    const config = all[i].config;
    if (config === null) continue;
    for (let j = 0; j < hourly.length; j++) {
      if (hourly[j].config_id == config.config_id) apply(all[i], hourly[j]);
    }
    for (let j = 0; j < rates.length; j++) {
      if (rates[j].config_id == config.config_id) all[i].userTypeRates.push(rates[j]);
    }
  }
}

function apply(terms: Terms, hourly: HourlyConfigRow): void {
  terms.hourly = hourly;
  terms.overtime = Overtime.of("service", hourly.enable_overtime, hourly.overtime_threshold_hours, hourly.overtime_rate_cents, hourly.config_id);
}
