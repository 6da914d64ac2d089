// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { DayRange } from "../dates/day-range";
import { JsonReader } from "../json/reader";

/** CapPolicyPack 1.0.0. Upper limits on what a company pays in one cycle. */
export class CapPolicyRow {
  /** The cap; charges it lowers name it in metadata.cap_id. */
  cap_id: string = "";
  /** Its name, for the adjustment line. */
  cap_name: string = "";
  /** The most that the capped charges may come to in one cycle. Cents. */
  cap_cents: i64 = 0;
  /** Caps the charges of one plan. Null: of every plan. */
  plan_id: string | null = null;
  /** Caps the charges of one category. Null: of every category. */
  category_id: string | null = null;
  /** First day of the cap. */
  start_date: Day = 0;
  /** End of the cap. Null: open. In documents always the first day not covered. OPEN_END when null. */
  end_date: Day = OPEN_END;
  /** Whether the cap is in force at all; false switches it off regardless of its dates. */
  is_active: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 6:
        if (r.is("cap_id")) this.cap_id = r.text();
        else return false;
        break;
      case 7:
        if (r.is("plan_id")) this.plan_id = r.textOrNull();
        else return false;
        break;
      case 8:
        if (r.is("cap_name")) this.cap_name = r.text();
        else if (r.is("end_date")) this.end_date = r.dayOr(OPEN_END);
        else return false;
        break;
      case 9:
        if (r.is("cap_cents")) this.cap_cents = r.integer();
        else if (r.is("is_active")) this.is_active = r.flag();
        else return false;
        break;
      case 10:
        if (r.is("start_date")) this.start_date = r.day();
        else return false;
        break;
      case 11:
        if (r.is("category_id")) this.category_id = r.textOrNull();
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
