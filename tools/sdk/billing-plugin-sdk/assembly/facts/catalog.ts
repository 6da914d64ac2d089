// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** CatalogPack 1.0.0. Services that can be billed, with their catalogue rates and taxability. */
export class CatalogRow {
  /** The service. */
  service_id: string = "";
  /** Its name, for invoice lines. */
  service_name: string = "";
  /** Catalogue rate: cents a unit or an hour. Null: none. */
  default_rate_cents: Decimal | null = null;
  /** Category, for reports and coupons. */
  category_id: string | null = null;
  /** Tax rate the service is taxed by. Null: not taxable. */
  tax_rate_id: string | null = null;
  /** Region of that rate. */
  tax_region: string | null = null;
  /** Whether the service is taxed. */
  is_taxable: bool = false;
  /** What one unit is. */
  unit_of_measure: string | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 10:
        if (r.is("service_id")) this.service_id = r.text();
        else if (r.is("tax_region")) this.tax_region = r.textOrNull();
        else if (r.is("is_taxable")) this.is_taxable = r.flag();
        else return false;
        break;
      case 11:
        if (r.is("category_id")) this.category_id = r.textOrNull();
        else if (r.is("tax_rate_id")) this.tax_rate_id = r.textOrNull();
        else return false;
        break;
      case 12:
        if (r.is("service_name")) this.service_name = r.text();
        else return false;
        break;
      case 15:
        if (r.is("unit_of_measure")) this.unit_of_measure = r.textOrNull();
        else return false;
        break;
      case 18:
        if (r.is("default_rate_cents")) this.default_rate_cents = r.decimalOrNull();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
