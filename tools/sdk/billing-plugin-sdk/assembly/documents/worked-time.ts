import { MILLIS_PER_MINUTE, parseInstant } from "../dates/instant";
import { fail } from "../failure";
import { TimeEntryRow } from "../facts/time-entry";

/** How long a time entry is, from its begin to its end and as its technician marked it. Milliseconds. */
export class WorkedTime {
  private constructor(
    /** From begin to end. */
    readonly span: i64,
    /** What was marked as billable, whole minutes. */
    readonly marked: i64,
  ) {}

  /** Failures: `instant.malformed`; `time.ends_before_start` and `time.marked_invalid`, naming the entry. */
  static of(entry: TimeEntryRow): WorkedTime {
    const span = parseInstant(entry.end_time, entry.entry_id) - parseInstant(entry.start_time, entry.entry_id);
    if (span < 0) fail("time.ends_before_start", "a time entry ends before it begins", entry.entry_id);
    const minutes = entry.billable_duration_minutes;
    if (minutes < 0 || minutes > 1_000_000_000) {
      fail("time.marked_invalid", "a time entry is marked with " + minutes.toString() + " billable minutes", entry.entry_id);
      return new WorkedTime(0, 0);
    }
    return new WorkedTime(max<i64>(span, 0), minutes * MILLIS_PER_MINUTE);
  }

  /**
   * What is to be billed: the marked minutes. Marks are whole minutes, so one that is the span without its seconds means the span, to the second; and so does a mark of nothing
   * on an entry that was given to be billed all the same.
   */
  get billable(): i64 {
    return this.marked == 0 || this.marked == this.wholeMinutes * MILLIS_PER_MINUTE ? this.span : this.marked;
  }

  /** Minutes from begin to end, without seconds. */
  get wholeMinutes(): i64 {
    return this.span / MILLIS_PER_MINUTE;
  }
}
