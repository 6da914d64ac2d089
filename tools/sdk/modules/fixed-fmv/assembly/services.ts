import { AssignmentRow, CatalogRow, Decimal, Input, Output, PlanServiceConfigRow, Policies, Weights, compareTexts, fail } from "@alga/billing-plugin-sdk";
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
  for (let i = 0; i < all.length; i++) {
    if (all[i].plan_id == scope.plan_id) configs.push(all[i]);
  }
  configs.sort(byServiceThenConfig);

  const ids = new Array<string>(configs.length);
  for (let i = 0; i < configs.length; i++) ids[i] = configs[i].service_id;
  const catalog = input.facts.rowOfEach<CatalogRow>("CatalogPack", "service_id", ids);
  const services: PlanService[] = [];
  for (let i = 0; i < configs.length; i++) {
    const config = configs[i];
    const entry = catalog[i];
    if (entry === null) {
      fail("fixed.service_missing", "plan '" + scope.plan_name + "' has a service that the catalogue lacks", config.service_id);
      continue;
    }
    const again = i > 0 && configs[i - 1].service_id == config.service_id;
    services.push(new PlanService(config, entry, again ? config.service_id + "/" + config.config_id : config.service_id));
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

function byServiceThenConfig(a: PlanServiceConfigRow, b: PlanServiceConfigRow): i32 {
  const services = compareTexts(a.service_id, b.service_id);
  return services != 0 ? services : compareTexts(a.config_id, b.config_id);
}
