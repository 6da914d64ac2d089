// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { DayRange } from "../dates/day-range";
import { JsonReader } from "../json/reader";
import { JsonSlice } from "../json/slice";
import { Decimal } from "../money/decimal";

/** TaxRatesPack 1.0.0. Tax rates by region and date. All rates of a region that are in force at the tax date add up. */
export class TaxRateRow {
  /** The rate. */
  tax_rate_id: string = "";
  /** Region it taxes. */
  region_code: string = "";
  /** Percent; not used by a composite rate. */
  tax_percentage: Decimal = Decimal.ZERO;
  /** Whether the components make the rate. */
  is_composite: bool = false;
  /** Whether the rate is in force at all; false switches it off regardless of its dates. */
  is_active: bool = false;
  /** First day of the rate. */
  start_date: Day = 0;
  /** End of the rate. Null: open. In documents always the first day not covered. OPEN_END when null. */
  end_date: Day = OPEN_END;
  /** Parts of a composite rate, each rounded by itself. */
  components: JsonSlice = JsonSlice.EMPTY;
  /** Brackets of a graduated rate, in order. */
  thresholds: JsonSlice = JsonSlice.EMPTY;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 8:
        if (r.is("end_date")) this.end_date = r.dayOr(OPEN_END);
        else return false;
        break;
      case 9:
        if (r.is("is_active")) this.is_active = r.flag();
        else return false;
        break;
      case 10:
        if (r.is("start_date")) this.start_date = r.day();
        else if (r.is("components")) this.components = r.slice();
        else if (r.is("thresholds")) this.thresholds = r.slice();
        else return false;
        break;
      case 11:
        if (r.is("tax_rate_id")) this.tax_rate_id = r.text();
        else if (r.is("region_code")) this.region_code = r.text();
        else return false;
        break;
      case 12:
        if (r.is("is_composite")) this.is_composite = r.flag();
        else return false;
        break;
      case 14:
        if (r.is("tax_percentage")) this.tax_percentage = r.decimal();
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
