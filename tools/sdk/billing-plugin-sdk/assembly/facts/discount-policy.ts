// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { DayRange } from "../dates/day-range";
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** DiscountPolicyPack 1.0.0. Discounts given to a company on a plan: one row per discount and plan. */
export class DiscountPolicyRow {
  /** The discount. */
  discount_id: string = "";
  /** Its name, for the invoice line. */
  discount_name: string = "";
  /** percentage: value is a fraction of its base; fixed: value is cents. One of percentage, fixed. */
  discount_type: string = "";
  /** A fraction (0.15 is 15 %) or cents. */
  value: Decimal = Decimal.ZERO;
  /** The discounted plan. */
  plan_id: string = "";
  /** The company that gets it. */
  company_id: string = "";
  /** First day of the discount. */
  start_date: Day = 0;
  /** End of the discount. Null: open. In documents always the first day not covered. OPEN_END when null. */
  end_date: Day = OPEN_END;
  /** Whether the discount is in force at all; false switches it off regardless of its dates. */
  is_active: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 5:
        if (r.is("value")) this.value = r.decimal();
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
        if (r.is("is_active")) this.is_active = r.flag();
        else return false;
        break;
      case 10:
        if (r.is("company_id")) this.company_id = r.text();
        else if (r.is("start_date")) this.start_date = r.day();
        else return false;
        break;
      case 11:
        if (r.is("discount_id")) this.discount_id = r.text();
        else return false;
        break;
      case 13:
        if (r.is("discount_name")) this.discount_name = r.text();
        else if (r.is("discount_type")) this.discount_type = r.text();
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
