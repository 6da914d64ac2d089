// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { JsonReader } from "../json/reader";

/** BucketStatePack 1.1.0. What hour buckets hold when a period opens: as the last final run of the period before it closed them, or as a source that billed elsewhere says. Use inside the billed period is always recomputed from events. */
export class BucketStateRow {
  /** The assignment. */
  assignment_id: string = "";
  /** Its plan. Null: see the assignment. */
  plan_id: string | null = null;
  /** The service. */
  service_id: string = "";
  /** The plan's service configuration. Null: see the plan. */
  config_id: string | null = null;
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
  /** Billing cycle whose final run left these minutes to the period. The row then says what was carried in and nothing of the period's own use. Null: the row is its source's own. */
  closed_cycle_id: string | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("plan_id")) this.plan_id = r.textOrNull();
        else if (r.is("expires")) this.expires = r.dayOr(OPEN_END);
        else return false;
        break;
      case 9:
        if (r.is("config_id")) this.config_id = r.textOrNull();
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
        else if (r.is("closed_cycle_id")) this.closed_cycle_id = r.textOrNull();
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
