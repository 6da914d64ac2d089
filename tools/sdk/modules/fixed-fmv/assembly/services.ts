import { AssignmentRow, CatalogRow, Decimal, Input, Output, PlanServiceConfigRow, Policies, Weights, fail } from "@alga/billing-plugin-sdk";
import { zeroQuantities, zeroValues } from "./policies";

/** A service of the plan with its catalogue entry. */
export class PlanService {
  constructor(
    readonly config: PlanServiceConfigRow,
    readonly catalog: CatalogRow,
    /** Unique in the plan: the service's id, with the configuration's behind it from a service's second configuration on. */
    readonly line_key: string,
  ) {}

  /** A service that is not counted is there once. */
  get quantity(): Decimal {
    const quantity = this.config.quantity;
    return quantity === null ? Decimal.ONE : quantity;
  }

  /** Where the service is taxed; null when the catalogue says nothing. */
  get taxRegion(): string | null {
    const region = this.catalog.tax_region;
    return region === null || region.length == 0 ? null : region;
  }

  get rate(): Decimal {
    const rate = this.catalog.default_rate_cents;
    return rate === null ? Decimal.ZERO : rate;
  }
}

/** The plan's services, ascending by service_id, then config_id: the order in which equal remainders are served. */
export function servicesOf(input: Input, scope: AssignmentRow): PlanService[] {
  const all = input.facts.rows<PlanServiceConfigRow>("PlanServiceConfigPack");
  const configs: PlanServiceConfigRow[] = [];
  const ids: string[] = [];
  for (let i = 0; i < all.length; i++) {
    if (all[i].plan_id != scope.plan_id) continue;
    configs.push(all[i]);
    ids.push(all[i].service_id);
  }
  configs.sort(byServiceThenConfig);

  const catalog = catalogOf(input, ids);
  const services: PlanService[] = [];
  for (let i = 0; i < configs.length; i++) {
    const config = configs[i];
    if (!catalog.has(config.service_id)) {
      fail("fixed.service_missing", "plan '" + scope.plan_name + "' has a service that the catalogue lacks", config.service_id);
      continue;
    }
    const again = i > 0 && configs[i - 1].service_id == config.service_id;
    services.push(new PlanService(config, catalog.get(config.service_id), again ? config.service_id + "/" + config.config_id : config.service_id));
  }
  return services;
}

/** Rate times quantity of each service; null when nothing is to be billed, which then has been said. */
export function fairMarketValues(policies: Policies, services: PlanService[], scope: AssignmentRow, output: Output): Weights | null {
  const count = services.length;
  const weigh = zeroQuantities().in(policies);
  const rates = new Array<Decimal>(count);
  const quantities = new Array<Decimal>(count);
  const ids = new Array<string>(count);
  for (let i = 0; i < count; i++) {
    rates[i] = services[i].rate;
    quantities[i] = weigh(services[i].quantity);
    ids[i] = services[i].config.service_id;
    if (services[i].catalog.default_rate_cents === null) {
      output.warn("fixed.rate_missing", "service '" + services[i].catalog.service_name + "' has no rate; it takes no part of the fee", ids[i]);
    }
  }
  const weights = Weights.products(rates, quantities, ids);
  return weights.sum.isZero ? zeroValues().in(policies)(quantities, ids, scope, output) : weights;
}

/** The catalogue's entries of these services, by id. */
function catalogOf(input: Input, ids: string[]): Map<string, CatalogRow> {
  const rows = input.facts.rowsWhere<CatalogRow>("CatalogPack", "service_id", ids);
  const entries = new Map<string, CatalogRow>();
  for (let i = 0; i < rows.length; i++) entries.set(rows[i].service_id, rows[i]);
  return entries;
}

function byServiceThenConfig(a: PlanServiceConfigRow, b: PlanServiceConfigRow): i32 {
  if (a.service_id != b.service_id) return a.service_id < b.service_id ? -1 : 1;
  return a.config_id < b.config_id ? -1 : a.config_id > b.config_id ? 1 : 0;
}
