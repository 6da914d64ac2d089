// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** PlanPack 1.0.0. Plans. */
export class PlanRow {
  /** The plan. */
  plan_id: string = "";
  /** Its name. */
  plan_name: string = "";
  /** Its kind: fixed, hourly, usage, bucket, or a kind of the tenant's own. */
  plan_type: string = "";
  /** How often the plan is billed; where it differs from the cycle, the plan is billed in the cycle that holds its anniversary. One of weekly, bi-weekly, monthly, quarterly, semi-annually, annually. */
  billing_frequency: string = "";
  /** arrears bills the cycle's own period, advance the next one. Null: arrears. One of arrears, advance. */
  billing_timing: string | null = null;
  /** Whether the plan may be newly assigned; what is assigned is billed either way. */
  is_active: bool = false;
  /** Whether hours above the threshold have a rate of their own. */
  enable_overtime: bool = false;
  /** Cents an hour above the threshold. Null: one and a half times the rate. */
  overtime_rate_cents: Decimal | null = null;
  /** Hours up to which the normal rate holds. Null: none. */
  overtime_threshold_hours: Decimal | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("plan_id")) this.plan_id = r.text();
        else return false;
        break;
      case 9:
        if (r.is("plan_name")) this.plan_name = r.text();
        else if (r.is("plan_type")) this.plan_type = r.text();
        else if (r.is("is_active")) this.is_active = r.flag();
        else return false;
        break;
      case 14:
        if (r.is("billing_timing")) this.billing_timing = r.textOrNull();
        else return false;
        break;
      case 15:
        if (r.is("enable_overtime")) this.enable_overtime = r.flag();
        else return false;
        break;
      case 17:
        if (r.is("billing_frequency")) this.billing_frequency = r.text();
        else return false;
        break;
      case 19:
        if (r.is("overtime_rate_cents")) this.overtime_rate_cents = r.decimalOrNull();
        else return false;
        break;
      case 24:
        if (r.is("overtime_threshold_hours")) this.overtime_threshold_hours = r.decimalOrNull();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
