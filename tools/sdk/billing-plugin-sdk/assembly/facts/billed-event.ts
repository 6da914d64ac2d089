// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";

/** BilledEventsPack 1.0.0. Events that a live invoice has settled. Written by the Invoice service with the invoice, released by a void. */
export class BilledEventRow {
  /** Event pack, such as TimeEntriesPack. */
  pack: string = "";
  /** Key of the event in its pack. */
  event_id: string = "";
  /** whole, or the name of the part that was settled. */
  part: string = "";
  /** Cycle whose invoice settled it. */
  billing_cycle_id: string = "";

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 4:
        if (r.is("pack")) this.pack = r.text();
        else if (r.is("part")) this.part = r.text();
        else return false;
        break;
      case 8:
        if (r.is("event_id")) this.event_id = r.text();
        else return false;
        break;
      case 16:
        if (r.is("billing_cycle_id")) this.billing_cycle_id = r.text();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
