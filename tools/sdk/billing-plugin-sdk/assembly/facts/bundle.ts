// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { DayRange } from "../dates/day-range";
import { JsonReader } from "../json/reader";
import { Integer, readInteger } from "../json/nullable";

/** BundlePack 1.0.0. Plans a company has through a bundle: one row per company bundle and plan. */
export class BundleRow {
  /** The AssignmentPack row of this plan in this bundle. */
  assignment_id: string = "";
  /** The bundle. */
  bundle_id: string = "";
  /** The company's own instance of it. */
  company_bundle_id: string = "";
  /** Its name. */
  bundle_name: string = "";
  /** The plan. */
  plan_id: string = "";
  /** Flat price of the plan within the bundle. Null: the plan's own pricing. Cents. */
  custom_rate_cents: Integer | null = null;
  /** First day of the bundle. */
  start_date: Day = 0;
  /** End of the bundle. Null: open. In documents always the first day not covered. OPEN_END when null. */
  end_date: Day = OPEN_END;
  /** Whether the bundle is in force at all; false switches it off regardless of its dates. */
  is_active: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("plan_id")) this.plan_id = r.text();
        else return false;
        break;
      case 8:
        if (r.is("end_date")) this.end_date = r.dayOr(OPEN_END);
        else return false;
        break;
      case 9:
        if (r.is("bundle_id")) this.bundle_id = r.text();
        else if (r.is("is_active")) this.is_active = r.flag();
        else return false;
        break;
      case 10:
        if (r.is("start_date")) this.start_date = r.day();
        else return false;
        break;
      case 11:
        if (r.is("bundle_name")) this.bundle_name = r.text();
        else return false;
        break;
      case 13:
        if (r.is("assignment_id")) this.assignment_id = r.text();
        else return false;
        break;
      case 17:
        if (r.is("company_bundle_id")) this.company_bundle_id = r.text();
        else if (r.is("custom_rate_cents")) this.custom_rate_cents = readInteger(r);
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }

  get range(): DayRange {
    return new DayRange(this.start_date, this.end_date);
  }
}
