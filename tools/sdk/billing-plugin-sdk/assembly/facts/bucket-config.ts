// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** BucketConfigPack 1.0.0. Hours included in a plan for one service, and the rate beyond them. */
export class BucketConfigRow {
  /** The plan's service configuration. */
  config_id: string = "";
  /** Hours included in each period. */
  total_hours: Decimal = Decimal.ZERO;
  /** The same in minutes; binds where the two differ. */
  total_minutes: i64 = 0;
  /** Cents an hour beyond what is included. */
  overage_rate_cents: Decimal = Decimal.ZERO;
  /** Whether what is left is carried into the next period. */
  rollover_allowed: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 9:
        if (r.is("config_id")) this.config_id = r.text();
        else return false;
        break;
      case 11:
        if (r.is("total_hours")) this.total_hours = r.decimal();
        else return false;
        break;
      case 13:
        if (r.is("total_minutes")) this.total_minutes = r.integer();
        else return false;
        break;
      case 16:
        if (r.is("rollover_allowed")) this.rollover_allowed = r.flag();
        else return false;
        break;
      case 18:
        if (r.is("overage_rate_cents")) this.overage_rate_cents = r.decimal();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
