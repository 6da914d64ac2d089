// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** PlanServiceConfigPack 1.0.0. Which services a plan contains and how each is billed. */
export class PlanServiceConfigRow {
  /** The configuration; hourly, usage and bucket settings are keyed by it. */
  config_id: string = "";
  /** The plan; with service_id unique as well. */
  plan_id: string = "";
  /** The service. */
  service_id: string = "";
  /** How the service is billed: fixed, hourly, usage, bucket, or a kind of the tenant's own. */
  configuration_type: string = "";
  /** Units in the plan. Null: not stated, counts as one. */
  quantity: Decimal | null = null;
  /** Cents a unit or an hour in place of the catalogue rate. Null: the catalogue rate. */
  custom_rate_cents: Decimal | null = null;
  /** Fee of a fixed service inside a plan of another type, in the currency's main unit. Null: none of its own. */
  fixed_service_base_rate: Decimal | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("plan_id")) this.plan_id = r.text();
        else return false;
        break;
      case 8:
        if (r.is("quantity")) this.quantity = r.decimalOrNull();
        else return false;
        break;
      case 9:
        if (r.is("config_id")) this.config_id = r.text();
        else return false;
        break;
      case 10:
        if (r.is("service_id")) this.service_id = r.text();
        else return false;
        break;
      case 17:
        if (r.is("custom_rate_cents")) this.custom_rate_cents = r.decimalOrNull();
        else return false;
        break;
      case 18:
        if (r.is("configuration_type")) this.configuration_type = r.text();
        else return false;
        break;
      case 23:
        if (r.is("fixed_service_base_rate")) this.fixed_service_base_rate = r.decimalOrNull();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
