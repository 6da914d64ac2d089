// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day, OPEN_END } from "../dates/day";
import { JsonReader } from "../json/reader";

/** BillingCyclesPack 1.0.0. The periods in which a company is billed, past and future. A run bills cycles; it never cuts one. */
export class BillingCycleRow {
  /** The cycle; an invoice of a cycle is issued at most once per revision. */
  billing_cycle_id: string = "";
  /** Length of the cycle. One of weekly, bi-weekly, monthly, quarterly, semi-annually, annually. */
  billing_cycle: string = "";
  /** First day on which this row says what the cycle length is. One inside a billed period is the error cycle.spans_change. */
  effective_date: Day = 0;
  /** First day of the period. */
  period_start_date: Day = 0;
  /** First day after the period. A source may hold null where end_convention is inclusive-computed: effective_date plus one cycle. In documents always the first day not covered. */
  period_end_date: Day = 0;
  /** How the source wrote the end: the next start (exclusive), the last day (inclusive-explicit), or not at all (inclusive-computed). One of exclusive, inclusive-explicit, inclusive-computed. */
  end_convention: string = "";
  /** Day whose tax rates apply to the cycle. Null: as policy tax_date says. OPEN_END when null. */
  tax_date: Day = OPEN_END;
  /** Billed or given up elsewhere: never selected by a run. */
  is_closed: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 8:
        if (r.is("tax_date")) this.tax_date = r.dayOr(OPEN_END);
        else return false;
        break;
      case 9:
        if (r.is("is_closed")) this.is_closed = r.flag();
        else return false;
        break;
      case 13:
        if (r.is("billing_cycle")) this.billing_cycle = r.text();
        else return false;
        break;
      case 14:
        if (r.is("effective_date")) this.effective_date = r.day();
        else if (r.is("end_convention")) this.end_convention = r.text();
        else return false;
        break;
      case 15:
        if (r.is("period_end_date")) this.period_end_date = r.day();
        else return false;
        break;
      case 16:
        if (r.is("billing_cycle_id")) this.billing_cycle_id = r.text();
        else return false;
        break;
      case 17:
        if (r.is("period_start_date")) this.period_start_date = r.day();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
