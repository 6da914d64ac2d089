// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";
import { Decimal } from "../money/decimal";

/** RateTiersPack 1.0.0. Rates of one usage configuration by quantity; both bounds belong to the tier. */
export class RateTierRow {
  /** The plan's service configuration. */
  config_id: string = "";
  /** First unit of the tier. */
  min_quantity: Decimal = Decimal.ZERO;
  /** Last unit of the tier. Null: open. */
  max_quantity: Decimal | null = null;
  /** Cents a unit inside the tier. */
  rate_cents: Decimal = Decimal.ZERO;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 9:
        if (r.is("config_id")) this.config_id = r.text();
        else return false;
        break;
      case 10:
        if (r.is("rate_cents")) this.rate_cents = r.decimal();
        else return false;
        break;
      case 12:
        if (r.is("min_quantity")) this.min_quantity = r.decimal();
        else if (r.is("max_quantity")) this.max_quantity = r.decimalOrNull();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
