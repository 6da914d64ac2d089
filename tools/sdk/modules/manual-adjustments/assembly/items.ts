import { CatalogRow, CompanyRow, Decimal, Input, ManualItemRow, fail } from "@alga/billing-plugin-sdk";

/** An item with the catalogue entry of its service. */
export class ManualItem {
  constructor(
    readonly row: ManualItemRow,
    /** Null for free text. */
    readonly service: CatalogRow | null,
  ) {}

  get isDiscount(): bool {
    const flag = this.row.is_discount;
    return flag !== null && flag.value;
  }

  get isPercentage(): bool {
    const type = this.row.discount_type;
    return type !== null && type == "percentage";
  }

  /** Percent of a percentage discount; where none is stated, its rate is meant. */
  get percentage(): Decimal {
    const percentage = this.row.discount_percentage;
    return percentage === null ? this.row.rate_cents : percentage;
  }

  /** Whether a line that is neither credit nor discount is taxed: as stated, else as its service is; free text is taxed where there is a place to tax it. */
  isTaxable(company: CompanyRow): bool {
    const stated = this.row.is_taxable;
    if (stated !== null) return stated.value;
    const service = this.service;
    return service === null ? hasRegion(company) : service.is_taxable;
  }
}

function hasRegion(company: CompanyRow): bool {
  return company.region_code !== null || company.default_tax_region !== null;
}

/** The items by sequence, then id. */
export function itemsOf(input: Input): ManualItem[] {
  const rows = input.events.rows<ManualItemRow>("ManualItemsPack");
  rows.sort(bySequence);
  const catalog = catalogOf(input, rows);
  const items: ManualItem[] = [];
  for (let i = 0; i < rows.length; i++) {
    const id = rows[i].service_id;
    if (id !== null && !catalog.has(id)) fail("manual.service_missing", "item '" + rows[i].description + "' is for a service that the catalogue lacks", id);
    items.push(new ManualItem(rows[i], id !== null && catalog.has(id) ? catalog.get(id) : null));
  }
  return items;
}

function catalogOf(input: Input, items: ManualItemRow[]): Map<string, CatalogRow> {
  const ids: string[] = [];
  for (let i = 0; i < items.length; i++) {
    const id = items[i].service_id;
    if (id !== null) ids.push(id);
  }
  const rows = input.facts.rowsWhere<CatalogRow>("CatalogPack", "service_id", ids);
  const catalog = new Map<string, CatalogRow>();
  for (let i = 0; i < rows.length; i++) catalog.set(rows[i].service_id, rows[i]);
  return catalog;
}

function bySequence(a: ManualItemRow, b: ManualItemRow): i32 {
  if (a.sequence != b.sequence) return a.sequence < b.sequence ? -1 : 1;
  return a.item_id < b.item_id ? -1 : a.item_id > b.item_id ? 1 : 0;
}
