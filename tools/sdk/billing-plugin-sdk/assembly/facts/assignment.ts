// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { DayRange } from "../dates/day-range";
import { JsonReader } from "../json/reader";

/** AssignmentPack 1.0.0. Which plan a company has, and when. Each row that is in force in the period is one scope. */
export class AssignmentRow {
  /** The assignment; names the scope. */
  assignment_id: string = "";
  /** The company that has the plan. */
  company_id: string = "";
  /** The plan. */
  plan_id: string = "";
  /** Name of the plan, for invoice lines. */
  plan_name: string = "";
  /** Kind of the plan, which bindings may select by: fixed, hourly, usage, bucket, or a kind of the tenant's own. */
  plan_type: string = "";
  /** First day of the assignment. */
  start_date: Day = 0;
  /** End of the assignment. Null: open. In documents always the first day not covered. OPEN_END when null. */
  end_date: Day = OPEN_END;
  /** Whether the assignment is in force at all; false switches it off regardless of its dates. */
  is_active: bool = false;
  /** Billing frequency of the plan. One of weekly, bi-weekly, monthly, quarterly, semi-annually, annually. */
  billing_cycle: string = "";
  /** Bundle through which the company has the plan. Null: directly. */
  bundle_id: string | null = null;
  /** Name of that bundle. */
  bundle_name: string | null = null;
  /** The company's own instance of the bundle. */
  company_bundle_id: string | null = null;
  /** direct: assigned by itself; bundle: a plan of a bundle; bundle-row: exists so that events can name the plan, and is not billed. One of direct, bundle, bundle-row. */
  source: string = "";

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 6:
        if (r.is("source")) this.source = r.text();
        else return false;
        break;
      case 7:
        if (r.is("plan_id")) this.plan_id = r.text();
        else return false;
        break;
      case 8:
        if (r.is("end_date")) this.end_date = r.dayOr(OPEN_END);
        else return false;
        break;
      case 9:
        if (r.is("plan_name")) this.plan_name = r.text();
        else if (r.is("plan_type")) this.plan_type = r.text();
        else if (r.is("is_active")) this.is_active = r.flag();
        else if (r.is("bundle_id")) this.bundle_id = r.textOrNull();
        else return false;
        break;
      case 10:
        if (r.is("company_id")) this.company_id = r.text();
        else if (r.is("start_date")) this.start_date = r.day();
        else return false;
        break;
      case 11:
        if (r.is("bundle_name")) this.bundle_name = r.textOrNull();
        else return false;
        break;
      case 13:
        if (r.is("assignment_id")) this.assignment_id = r.text();
        else if (r.is("billing_cycle")) this.billing_cycle = r.text();
        else return false;
        break;
      case 17:
        if (r.is("company_bundle_id")) this.company_bundle_id = r.textOrNull();
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
