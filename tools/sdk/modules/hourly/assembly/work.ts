import { Decimal, TimeEntryRow, WorkedTime } from "@alga/billing-plugin-sdk";
import { Overtime } from "./overtime";
import { Terms } from "./terms";

/** One entry and what becomes of it. Durations in milliseconds. */
export class Work {
  readonly worked: WorkedTime;
  /** Before the minimum and the rounding. */
  counted: i64 = 0;
  billed: i64 = 0;
  rate: Decimal = Decimal.ZERO;
  /** `user_type`, `plan` or `catalog`. */
  rate_source: string = "";
  /** Part of what is billed that is beyond the threshold. */
  overtime: i64 = 0;
  overtime_rate: Decimal = Decimal.ZERO;
  overtime_rule: Overtime | null = null;
  cents: i64 = 0;

  constructor(
    readonly entry: TimeEntryRow,
    readonly terms: Terms,
    /** 1, and more only where an entry is billed several times. */
    readonly copy: i64,
  ) {
    this.worked = WorkedTime.of(entry);
  }

  get line_key(): string {
    return this.copy == 1 ? this.entry.entry_id : this.entry.entry_id + "/" + this.copy.toString();
  }

  static byBegin(a: Work, b: Work): i32 {
    if (a.entry.start_time != b.entry.start_time) return a.entry.start_time < b.entry.start_time ? -1 : 1;
    if (a.entry.entry_id != b.entry.entry_id) return a.entry.entry_id < b.entry.entry_id ? -1 : 1;
    return a.copy < b.copy ? -1 : a.copy > b.copy ? 1 : 0;
  }
}
