import { BundleRow, CatalogRow, Charge, Decimal, Input, PlanRow, PlanServiceConfigRow, Weights, fail } from "@alga/billing-plugin-sdk";
import { DueRate } from "./rates";

/** A service that a bundled plan contains, with its catalogue entry. */
export class BundledService {
  constructor(
    readonly config: PlanServiceConfigRow,
    readonly catalog: CatalogRow,
    /** Unique in the plan: the service's id, with the configuration's behind it from a service's second configuration on. */
    readonly key: string,
  ) {}

  get quantity(): Decimal {
    const quantity = this.config.quantity;
    return quantity === null ? Decimal.ONE : quantity;
  }

  get rate(): Decimal {
    const rate = this.catalog.default_rate_cents;
    return rate === null ? Decimal.ZERO : rate;
  }
}

/** A plan of a bundle that has a rate of its own. */
export class BundledPlan {
  readonly plan: PlanRow;
  /** Ascending by service_id, then config_id. */
  readonly services: BundledService[];

  constructor(
    readonly row: BundleRow,
    plans: Plans,
    /** The charges whose place the rate takes. */
    readonly replaced: Charge[],
  ) {
    this.plan = plans.plan(row.plan_id);
    this.services = plans.services(row.plan_id);
  }

  /** The rate without proration. */
  get rate(): i64 {
    const rate = this.row.custom_rate_cents;
    return rate === null ? 0 : rate.value;
  }

  get taxableServices(): i32 {
    let taxable = 0;
    for (let i = 0; i < this.services.length; i++) taxable += this.services[i].catalog.is_taxable ? 1 : 0;
    return taxable;
  }

  /** What the services are worth; their quantities where they are worth nothing, the same for each where there are none either. */
  fairMarketValues(): Weights {
    const count = this.services.length;
    const rates = new Array<Decimal>(count);
    const quantities = new Array<Decimal>(count);
    const ids = new Array<string>(count);
    for (let i = 0; i < count; i++) {
      rates[i] = this.services[i].rate;
      quantities[i] = this.services[i].quantity;
      ids[i] = this.services[i].config.service_id;
    }
    const values = Weights.products(rates, quantities, ids);
    if (!values.sum.isZero) return values;
    const byQuantity = Weights.of(quantities, ids);
    return byQuantity.sum.isZero ? Weights.of(new Array<Decimal>(count).fill(Decimal.ONE), ids) : byQuantity;
  }
}

/** The plans behind some rates, and the services in them. */
export class Plans {
  private readonly plans: Map<string, PlanRow> = new Map<string, PlanRow>();
  private configs: PlanServiceConfigRow[] = [];
  private readonly catalog: Map<string, CatalogRow> = new Map<string, CatalogRow>();

  constructor(input: Input, rates: DueRate[]) {
    const ids: string[] = [];
    for (let i = 0; i < rates.length; i++) ids.push(rates[i].row.plan_id);
    const plans = input.facts.rowsWhere<PlanRow>("PlanPack", "plan_id", ids);
    for (let i = 0; i < plans.length; i++) this.plans.set(plans[i].plan_id, plans[i]);
    this.configs = input.facts.rowsWhere<PlanServiceConfigRow>("PlanServiceConfigPack", "plan_id", ids);
    this.configs.sort(byServiceThenConfig);
    const services: string[] = [];
    for (let i = 0; i < this.configs.length; i++) services.push(this.configs[i].service_id);
    const entries = input.facts.rowsWhere<CatalogRow>("CatalogPack", "service_id", services);
    for (let i = 0; i < entries.length; i++) this.catalog.set(entries[i].service_id, entries[i]);
  }

  plan(id: string): PlanRow {
    return this.plans.has(id) ? this.plans.get(id) : new PlanRow();
  }

  services(planId: string): BundledService[] {
    const services: BundledService[] = [];
    let previous = "";
    for (let i = 0; i < this.configs.length; i++) {
      const config = this.configs[i];
      if (config.plan_id != planId) continue;
      if (!this.catalog.has(config.service_id)) {
        fail("bundle.service_missing", "a bundled plan has a service that the catalogue lacks", config.service_id);
        continue;
      }
      const again = services.length > 0 && previous == config.service_id;
      services.push(new BundledService(config, this.catalog.get(config.service_id), again ? config.service_id + "/" + config.config_id : config.service_id));
      previous = config.service_id;
    }
    return services;
  }
}

function byServiceThenConfig(a: PlanServiceConfigRow, b: PlanServiceConfigRow): i32 {
  if (a.service_id != b.service_id) return a.service_id < b.service_id ? -1 : 1;
  return a.config_id < b.config_id ? -1 : a.config_id > b.config_id ? 1 : 0;
}
