// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** UserTypeRatesPack 1.0.0. Hourly rates by the kind of user who did the work. */
export class UserTypeRateRow {
  /** The plan's service configuration. */
  config_id: string = "";
  /** Kind of user, as time entries name it. */
  user_type: string = "";
  /** Cents an hour. */
  rate_cents: Decimal = Decimal.ZERO;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 9:
        if (r.is("config_id")) this.config_id = r.text();
        else if (r.is("user_type")) this.user_type = r.text();
        else return false;
        break;
      case 10:
        if (r.is("rate_cents")) this.rate_cents = r.decimal();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
