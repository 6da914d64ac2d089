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
    if (r.is("plan_id")) this.plan_id = r.text();
    else if (r.is("base_rate_cents")) this.base_rate_cents = readInteger(r);
    else if (r.is("enable_proration")) this.enable_proration = r.flag();
    else if (r.is("alignment")) this.alignment = r.text();
    else return false;
    return true;
  }
}
