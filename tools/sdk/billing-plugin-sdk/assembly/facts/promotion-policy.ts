// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { DayRange } from "../dates/day-range";
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";
import { Integer, readInteger } from "../json/nullable";

/** PromotionPolicyPack 1.0.0. Promotions: free units and coupons. A row without a company is open to all companies of the tenant. */
export class PromotionPolicyRow {
  /** The promotion; charges it makes name it in metadata.rule_id. */
  promotion_id: string = "";
  /** Its name, for the invoice line. */
  promotion_name: string = "";
  /** first_n_free: the first units cost nothing; percentage and fixed: a coupon on the matching charges. One of first_n_free, percentage, fixed. */
  promotion_type: string = "";
  /** Units, a fraction (0.15 is 15 %), or cents, by promotion_type. */
  value: Decimal = Decimal.ZERO;
  /** Holds for one service. Null: for every service. */
  service_id: string | null = null;
  /** Holds for one category. Null: for every category. */
  category_id: string | null = null;
  /** Of a coupon: what must be spent in the cycle for it to hold. Null: nothing. Cents. */
  minimum_spend_cents: Integer | null = null;
  /** Of a coupon: the category in which it must be spent. Null: in any. */
  spend_category_id: string | null = null;
  /** First day of the promotion. */
  start_date: Day = 0;
  /** End of the promotion. Null: open. In documents always the first day not covered. OPEN_END when null. */
  end_date: Day = OPEN_END;
  /** Whether the promotion is in force at all; false switches it off regardless of its dates. */
  is_active: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 5:
        if (r.is("value")) this.value = r.decimal();
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
        if (r.is("service_id")) this.service_id = r.textOrNull();
        else if (r.is("start_date")) this.start_date = r.day();
        else return false;
        break;
      case 11:
        if (r.is("category_id")) this.category_id = r.textOrNull();
        else return false;
        break;
      case 12:
        if (r.is("promotion_id")) this.promotion_id = r.text();
        else return false;
        break;
      case 14:
        if (r.is("promotion_name")) this.promotion_name = r.text();
        else if (r.is("promotion_type")) this.promotion_type = r.text();
        else return false;
        break;
      case 17:
        if (r.is("spend_category_id")) this.spend_category_id = r.textOrNull();
        else return false;
        break;
      case 19:
        if (r.is("minimum_spend_cents")) this.minimum_spend_cents = readInteger(r);
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
