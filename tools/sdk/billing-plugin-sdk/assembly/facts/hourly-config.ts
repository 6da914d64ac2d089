// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** HourlyConfigPack 1.0.0. How the time of one service in a plan is billed. */
export class HourlyConfigRow {
  /** The plan's service configuration. */
  config_id: string = "";
  /** An entry counts at least this many minutes; 0: no minimum. */
  minimum_billable_minutes: i64 = 0;
  /** An entry is rounded up to a multiple of this many minutes; 0: not rounded. */
  round_up_to_minutes: i64 = 0;
  /** Whether this service has overtime of its own. */
  enable_overtime: bool = false;
  /** Cents an hour above the threshold. */
  overtime_rate_cents: Decimal | null = null;
  /** Hours up to which the normal rate holds. */
  overtime_threshold_hours: Decimal | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 9:
        if (r.is("config_id")) this.config_id = r.text();
        else return false;
        break;
      case 15:
        if (r.is("enable_overtime")) this.enable_overtime = r.flag();
        else return false;
        break;
      case 19:
        if (r.is("round_up_to_minutes")) this.round_up_to_minutes = r.integer();
        else if (r.is("overtime_rate_cents")) this.overtime_rate_cents = r.decimalOrNull();
        else return false;
        break;
      case 24:
        if (r.is("minimum_billable_minutes")) this.minimum_billable_minutes = r.integer();
        else if (r.is("overtime_threshold_hours")) this.overtime_threshold_hours = r.decimalOrNull();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
