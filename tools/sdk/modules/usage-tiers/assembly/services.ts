import {
  AssignmentRow,
  CatalogRow,
  Decimal,
  Input,
  OPEN_TIER,
  PlanServiceConfigRow,
  RateTierRow,
  Tier,
  UsageConfigRow,
  UsageRecordRow,
  fail,
} from "@alga/billing-plugin-sdk";

/** One record and what becomes of it. Quantities in millionths of a unit. */
export class Use {
  /** What is billed: the recorded quantity, and what a minimum adds to it. */
  billed: i64;
  cents: i64 = 0;
  /** Exact cents before rounding, for people. */
  exact_cents: string = "";
  /** Where among the units of the period this record begins; −1 when that does not count. */
  position: i64 = -1;
  /** How many units at what rate, such as `100@2.5+50@1.25`; empty without tiers. */
  tier_path: string = "";

  constructor(
    readonly record: UsageRecordRow,
    readonly recorded: i64,
  ) {
    this.billed = recorded;
  }
}

/** The use of one service under a plan, with all that prices it. */
export class ServiceUse {
  readonly uses: Use[] = [];
  /** Ascending by first unit; empty where a unit rate holds. */
  tiers: Tier[] = [];
  is_volume: bool = false;
  /** Millionths of a unit. */
  minimum: i64 = 0;
  config: PlanServiceConfigRow | null = null;
  unit_of_measure: string = "";
  /** Millionths of a unit that no tier covers. */
  beyond: i64 = 0;
  /** Records that have such units. */
  beyond_records: i32 = 0;

  constructor(readonly catalog: CatalogRow) {}

  get id(): string {
    return this.catalog.service_id;
  }

  /** The plan's rate, else the catalogue's. */
  get rate(): Decimal {
    const custom = this.customRate;
    if (custom !== null) return custom;
    const usual = this.catalog.default_rate_cents;
    return usual === null ? Decimal.ZERO : usual;
  }

  get customRate(): Decimal | null {
    const config = this.config;
    return config === null ? null : config.custom_rate_cents;
  }

  /** Adds what of one record no tier covers. */
  countBeyond(quantity: i64): void {
    if (quantity == 0) return;
    this.beyond += quantity;
    this.beyond_records++;
  }

  get total(): i64 {
    let sum: i64 = 0;
    for (let i = 0; i < this.uses.length; i++) sum += this.uses[i].billed;
    return sum;
  }
}

/**
 * Services that were used, ascending by id, each with its records ascending by date, then id.
 * Failures: `usage.service_missing`, `usage.rate_missing`, `usage.quantity_negative`, `usage.tiers_missing`, `usage.tier_bounds`.
 */
export function servicesOf(input: Input, scope: AssignmentRow, records: UsageRecordRow[]): ServiceUse[] {
  records.sort(byDateThenId);
  const ids: string[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < records.length; i++) {
    const id = records[i].service_id;
    if (seen.has(id)) continue;
    seen.add(id);
    ids.push(id);
  }
  ids.sort();

  const services = new Map<string, ServiceUse>();
  const catalog = input.facts.rowsWhere<CatalogRow>("CatalogPack", "service_id", ids);
  for (let i = 0; i < catalog.length; i++) services.set(catalog[i].service_id, new ServiceUse(catalog[i]));
  configure(input, scope, services);
  for (let i = 0; i < records.length; i++) add(records[i], services);

  const used: ServiceUse[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (!services.has(ids[i])) continue;
    const service = services.get(ids[i]);
    requireRate(service);
    used.push(service);
  }
  return used;
}

function add(record: UsageRecordRow, services: Map<string, ServiceUse>): void {
  if (!services.has(record.service_id)) {
    fail("usage.service_missing", "usage was recorded for a service that the catalogue lacks: " + record.service_id, record.usage_id);
    return;
  }
  if (record.quantity.isNegative) {
    fail("usage.quantity_negative", "a usage record has the quantity " + record.quantity.toString() + "; correct the record it takes back, or credit it on a manual invoice", record.usage_id);
    return;
  }
  services.get(record.service_id).uses.push(new Use(record, record.quantity.millionths(record.usage_id)));
}

function configure(input: Input, scope: AssignmentRow, services: Map<string, ServiceUse>): void {
  const configs = input.facts.rows<PlanServiceConfigRow>("PlanServiceConfigPack");
  for (let i = 0; i < configs.length; i++) {
    const config = configs[i];
    if (config.plan_id == scope.plan_id && services.has(config.service_id)) services.get(config.service_id).config = config;
  }
  const settings = new Map<string, UsageConfigRow>();
  const rows = input.facts.rows<UsageConfigRow>("UsageConfigPack");
  for (let i = 0; i < rows.length; i++) settings.set(rows[i].config_id, rows[i]);
  const tiers = input.facts.rows<RateTierRow>("RateTiersPack");
  const known = services.values();
  for (let i = 0; i < known.length; i++) {
    const config = known[i].config;
    if (config !== null && settings.has(config.config_id)) apply(known[i], settings.get(config.config_id), tiers);
  }
}

function apply(service: ServiceUse, settings: UsageConfigRow, tiers: RateTierRow[]): void {
  service.minimum = settings.minimum_usage.isNegative ? 0 : settings.minimum_usage.millionths(settings.config_id);
  service.unit_of_measure = settings.unit_of_measure;
  if (!settings.enable_tiered_pricing) return;
  const mode = settings.tier_mode;
  service.is_volume = mode !== null && mode == "volume";
  for (let i = 0; i < tiers.length; i++) {
    const row = tiers[i];
    if (row.config_id != settings.config_id) continue;
    const max = row.max_quantity;
    const first = row.min_quantity.millionths(row.config_id);
    const last = max === null ? OPEN_TIER : max.millionths(row.config_id);
    if (last < first || first < 0) fail("usage.tier_bounds", "a tier of service '" + service.catalog.service_name + "' ends before it begins, or begins below zero", row.config_id);
    service.tiers.push(new Tier(first, last, row.rate_cents));
  }
  service.tiers.sort(byFirstUnit);
  if (service.tiers.length == 0) fail("usage.tiers_missing", "service '" + service.catalog.service_name + "' is priced by tiers and has none", settings.config_id);
}

function requireRate(service: ServiceUse): void {
  if (service.tiers.length > 0 || service.customRate !== null || service.catalog.default_rate_cents !== null) return;
  fail("usage.rate_missing", "service '" + service.catalog.service_name + "' was used and has neither a rate of the plan nor one of the catalogue", service.id);
}

function byFirstUnit(a: Tier, b: Tier): i32 {
  if (a.first != b.first) return a.first < b.first ? -1 : 1;
  return a.last < b.last ? -1 : a.last > b.last ? 1 : 0;
}

function byDateThenId(a: UsageRecordRow, b: UsageRecordRow): i32 {
  if (a.usage_date != b.usage_date) return a.usage_date < b.usage_date ? -1 : 1;
  return a.usage_id < b.usage_id ? -1 : a.usage_id > b.usage_id ? 1 : 0;
}
