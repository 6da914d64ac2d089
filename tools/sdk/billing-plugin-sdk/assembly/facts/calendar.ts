// Written by tooling/rows.mjs from schemas/catalog.json.
import { Day } from "../dates/day";
import { JsonReader } from "../json/reader";

/** CalendarPack 1.0.0. Days that are not ordinary: holidays and days with other hours. */
export class CalendarRow {
  /** The calendar. */
  calendar_id: string = "";
  /** The day. */
  calendar_date: Day = 0;
  /** What the day is. One of holiday, closed, half_day. */
  day_type: string = "";
  /** Name of the day. */
  description: string | null = null;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 8:
        if (r.is("day_type")) this.day_type = r.text();
        else return false;
        break;
      case 11:
        if (r.is("calendar_id")) this.calendar_id = r.text();
        else if (r.is("description")) this.description = r.textOrNull();
        else return false;
        break;
      case 13:
        if (r.is("calendar_date")) this.calendar_date = r.day();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
