// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { JsonReader } from "../json/reader";

/** BucketStatePack 1.0.0. Opening state of hour buckets as the last issued period closed them. Use inside the billed period is always recomputed from events. */
export class BucketStateRow {
  /** The assignment. */
  assignment_id: string = "";
  /** Its plan. */
  plan_id: string = "";
  /** The service. */
  service_id: string = "";
  /** The plan's service configuration. */
  config_id: string = "";
  /** First day of the period the row describes. */
  period_start: Day = 0;
  /** First day after that period. In documents always the first day not covered. */
  period_end: Day = 0;
  /** Minutes used in the period. */
  minutes_used: i64 = 0;
  /** Minutes used beyond what was included. */
  overage_minutes: i64 = 0;
  /** Minutes carried into the period. */
  rolled_over_minutes: i64 = 0;
  /** First day on which what was carried is gone. Null: never. OPEN_END when null. */
  expires: Day = OPEN_END;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("plan_id")) this.plan_id = r.text();
        else if (r.is("expires")) this.expires = r.dayOr(OPEN_END);
        else return false;
        break;
      case 9:
        if (r.is("config_id")) this.config_id = r.text();
        else return false;
        break;
      case 10:
        if (r.is("service_id")) this.service_id = r.text();
        else if (r.is("period_end")) this.period_end = r.day();
        else return false;
        break;
      case 12:
        if (r.is("period_start")) this.period_start = r.day();
        else if (r.is("minutes_used")) this.minutes_used = r.integer();
        else return false;
        break;
      case 13:
        if (r.is("assignment_id")) this.assignment_id = r.text();
        else return false;
        break;
      case 15:
        if (r.is("overage_minutes")) this.overage_minutes = r.integer();
        else return false;
        break;
      case 19:
        if (r.is("rolled_over_minutes")) this.rolled_over_minutes = r.integer();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
