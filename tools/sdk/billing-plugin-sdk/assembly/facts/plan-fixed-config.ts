// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Integer, readInteger } from "../json/nullable";

/** PlanFixedConfigPack 1.0.0. The fee of a fixed plan. */
export class PlanFixedConfigRow {
  /** The plan. */
  plan_id: string = "";
  /** Fee of one whole billing period. Null: the plan has no fee. Cents. */
  base_rate_cents: Integer | null = null;
  /** Whether a period the assignment covers in part is charged in part. */
  enable_proration: bool = false;
  /** Kept for display; enters no amount. One of start, end, prorated. */
  alignment: string = "";

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("plan_id")) this.plan_id = r.text();
        else return false;
        break;
      case 9:
        if (r.is("alignment")) this.alignment = r.text();
        else return false;
        break;
      case 15:
        if (r.is("base_rate_cents")) this.base_rate_cents = readInteger(r);
        else return false;
        break;
      case 16:
        if (r.is("enable_proration")) this.enable_proration = r.flag();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
