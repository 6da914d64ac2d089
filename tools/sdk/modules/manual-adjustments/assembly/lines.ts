import { Charge, Decimal, Input, Rounding, addCents, mulDiv, powerOfTen } from "@alga/billing-plugin-sdk";
import { ManualItem } from "./items";

/** The lines of a company's items, and what discounts may refer to. */
export class Lines {
  /** Places, among all charges, of the lines that are no discounts. */
  readonly sales: i32[] = [];
  private readonly services: (string | null)[] = [];

  /**
   * @param next place of the first line
   */
  constructor(
    private readonly input: Input,
    private next: i32,
  ) {}

  /** The line of an item that is no discount: quantity · rate, rounded once; a credit when it comes to less than nothing. */
  sale(item: ManualItem): Charge {
    const quantity = item.row.quantity;
    const rate = item.row.rate_cents;
    const cents = addCents(mulDiv(quantity.unscaled, rate.unscaled, powerOfTen(quantity.scale + rate.scale), Rounding.HalfAwayFromZero), 0);
    const isCredit = rate.isNegative || cents < 0;
    const line = this.line(item, cents);
    line.charge_type = isCredit ? "credit" : "manual";
    line.quantity = quantity;
    line.unit_price = rate;
    line.is_taxable = !isCredit && item.isTaxable(this.input.context.company);
    this.sales.push(this.next++);
    this.services.push(item.row.service_id);
    return line;
  }

  /** The line of a discount. */
  discount(item: ManualItem, cents: i64): Charge {
    const line = this.line(item, cents);
    line.charge_type = "discount";
    line.unit_price = new Decimal(cents, 0);
    line.dimensions.set("adjustment_id", item.row.item_id);
    line.metadata.text("rule_id", item.row.item_id);
    return line;
  }

  /** Places of the lines for a service, in their order. */
  ofService(id: string): i32[] {
    const places: i32[] = [];
    for (let i = 0; i < this.sales.length; i++) {
      const service = this.services[i];
      if (service !== null && service == id) places.push(this.sales[i]);
    }
    return places;
  }

  /** A line without a service belongs where the company is. */
  private line(item: ManualItem, cents: i64): Charge {
    const context = this.input.context;
    const service = item.service;
    const line = new Charge();
    line.line_key = item.row.item_id;
    line.description = item.row.description;
    line.net_amount_cents = cents;
    line.currency_code = context.company.currency_code;
    line.service_start = context.period.start;
    line.service_end = context.period.end;
    line.tax_region_hint = present(service === null ? context.company.region_code : service.tax_region);
    line.input_refs.push(item.row.item_id);
    line.metadata.integer("sequence", item.row.sequence);
    if (service === null) return line;
    line.dimensions.setIfPresent("category", service.category_id);
    line.dimensions.set("service_id", service.service_id);
    return line;
  }
}

function present(text: string | null): string | null {
  return text === null || text.length == 0 ? null : text;
}
