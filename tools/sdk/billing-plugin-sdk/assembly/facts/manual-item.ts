// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";
import { Flag, readFlag } from "../json/nullable";

/** ManualItemsPack 1.0.0. Lines entered by hand. Their order counts: a percentage takes in what stands before it. They carry no date and are billed in the next cycle. */
export class ManualItemRow {
  /** The item. */
  item_id: string = "";
  /** Place in the list: 1, 2, 3, … */
  sequence: i64 = 0;
  /** Service of the line. Null: free text. */
  service_id: string | null = null;
  /** Text of the line. */
  description: string = "";
  /** Units. */
  quantity: Decimal = Decimal.ZERO;
  /** Cents a unit; negative for a credit. */
  rate_cents: Decimal = Decimal.ZERO;
  /** Whether the line is a discount. Null: it is not. */
  is_discount: Flag | null = null;
  /** Of a discount: percentage or fixed. One of percentage, fixed. */
  discount_type: string | null = null;
  /** Of a percentage discount: percent (7.25 is 7.25 %). */
  discount_percentage: Decimal | null = null;
  /** Of a percentage discount: the service whose line is its base. Null: all lines. */
  applies_to_service_id: string | null = null;
  /** Overrides whether the line is taxed. Null: as its service says. */
  is_taxable: Flag | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("item_id")) this.item_id = r.text();
        else return false;
        break;
      case 8:
        if (r.is("sequence")) this.sequence = r.integer();
        else if (r.is("quantity")) this.quantity = r.decimal();
        else return false;
        break;
      case 10:
        if (r.is("service_id")) this.service_id = r.textOrNull();
        else if (r.is("rate_cents")) this.rate_cents = r.decimal();
        else if (r.is("is_taxable")) this.is_taxable = readFlag(r);
        else return false;
        break;
      case 11:
        if (r.is("description")) this.description = r.text();
        else if (r.is("is_discount")) this.is_discount = readFlag(r);
        else return false;
        break;
      case 13:
        if (r.is("discount_type")) this.discount_type = r.textOrNull();
        else return false;
        break;
      case 19:
        if (r.is("discount_percentage")) this.discount_percentage = r.decimalOrNull();
        else return false;
        break;
      case 21:
        if (r.is("applies_to_service_id")) this.applies_to_service_id = r.textOrNull();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
