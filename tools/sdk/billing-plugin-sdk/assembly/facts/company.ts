// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";

/** CompanyPack 1.0.0. The billed company: exactly one row. */
export class CompanyRow {
  /** The company. */
  company_id: string = "";
  /** Name printed on the invoice. */
  company_name: string = "";
  /** No tax is charged at all. */
  is_tax_exempt: bool = false;
  /** Region of the default tax rate: taxes what has no region of its own. Null: none. */
  default_tax_region: string | null = null;
  /** Region of the company itself; taxes manual items without a service before the default region does. */
  region_code: string | null = null;
  /** ISO 4217 code of every amount of this company. */
  currency_code: string = "";
  /** The customer accounts for the tax. */
  is_reverse_charge: bool = false;
  /** Credit the company holds; billing shows it and does not spend it. Cents. */
  credit_balance_cents: i64 = 0;
  /** IANA name of the zone in which an instant becomes a day. Null: UTC. */
  time_zone: string | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 9:
        if (r.is("time_zone")) this.time_zone = r.textOrNull();
        else return false;
        break;
      case 10:
        if (r.is("company_id")) this.company_id = r.text();
        else return false;
        break;
      case 11:
        if (r.is("region_code")) this.region_code = r.textOrNull();
        else return false;
        break;
      case 12:
        if (r.is("company_name")) this.company_name = r.text();
        else return false;
        break;
      case 13:
        if (r.is("is_tax_exempt")) this.is_tax_exempt = r.flag();
        else if (r.is("currency_code")) this.currency_code = r.text();
        else return false;
        break;
      case 17:
        if (r.is("is_reverse_charge")) this.is_reverse_charge = r.flag();
        else return false;
        break;
      case 18:
        if (r.is("default_tax_region")) this.default_tax_region = r.textOrNull();
        else return false;
        break;
      case 20:
        if (r.is("credit_balance_cents")) this.credit_balance_cents = r.integer();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
