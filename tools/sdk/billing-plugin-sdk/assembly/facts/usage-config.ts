// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** UsageConfigPack 1.0.0. How the usage of one service in a plan is billed. */
export class UsageConfigRow {
  /** The plan's service configuration. */
  config_id: string = "";
  /** Units billed at least; 0: no minimum. */
  minimum_usage: Decimal = Decimal.ZERO;
  /** Whether RateTiersPack holds. */
  enable_tiered_pricing: bool = false;
  /** What one unit is. */
  unit_of_measure: string = "";
  /** graduated bills each unit at the rate of the tier it lies in, volume all units at the rate of the tier the whole quantity ends in. Null: graduated. One of graduated, volume. */
  tier_mode: string | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 9:
        if (r.is("config_id")) this.config_id = r.text();
        else if (r.is("tier_mode")) this.tier_mode = r.textOrNull();
        else return false;
        break;
      case 13:
        if (r.is("minimum_usage")) this.minimum_usage = r.decimal();
        else return false;
        break;
      case 15:
        if (r.is("unit_of_measure")) this.unit_of_measure = r.text();
        else return false;
        break;
      case 21:
        if (r.is("enable_tiered_pricing")) this.enable_tiered_pricing = r.flag();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
