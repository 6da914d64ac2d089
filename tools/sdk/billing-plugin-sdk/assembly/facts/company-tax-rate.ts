// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";

/** CompanyTaxRatesPack 1.0.0. Tax rates linked to a company; the default one gives its default region. */
export class CompanyTaxRateRow {
  /** The rate. */
  tax_rate_id: string = "";
  /** Whether it is the company's default. */
  is_default: bool = false;
  /** Location the link is for. Null: the company as a whole. */
  location_id: string | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 10:
        if (r.is("is_default")) this.is_default = r.flag();
        else return false;
        break;
      case 11:
        if (r.is("tax_rate_id")) this.tax_rate_id = r.text();
        else if (r.is("location_id")) this.location_id = r.textOrNull();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
