// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** UsageRecordsPack 1.0.0. Metered usage. */
export class UsageRecordRow {
  /** The record. */
  usage_id: string = "";
  /** Who used it. */
  company_id: string = "";
  /** Service that was used. */
  service_id: string = "";
  /** Plan or assignment the record was put under. Null: none. */
  plan_id: string | null = null;
  /** When it was used. */
  usage_date: string = "";
  /** Units. */
  quantity: Decimal = Decimal.ZERO;
  /** Billed elsewhere already. */
  invoiced: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("plan_id")) this.plan_id = r.textOrNull();
        else return false;
        break;
      case 8:
        if (r.is("usage_id")) this.usage_id = r.text();
        else if (r.is("quantity")) this.quantity = r.decimal();
        else if (r.is("invoiced")) this.invoiced = r.flag();
        else return false;
        break;
      case 10:
        if (r.is("company_id")) this.company_id = r.text();
        else if (r.is("service_id")) this.service_id = r.text();
        else if (r.is("usage_date")) this.usage_date = r.text();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
