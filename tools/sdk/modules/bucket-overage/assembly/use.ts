import { TimeEntryRow, WorkedTime } from "@alga/billing-plugin-sdk";
import { EntryTime } from "./policies";

/** One entry and the time it counts. */
export class Use {
  /** Milliseconds. */
  readonly time: i64;

  constructor(
    private readonly entry: TimeEntryRow,
    timeOf: EntryTime,
  ) {
    this.time = timeOf(WorkedTime.of(entry));
  }

  get entry_id(): string {
    return this.entry.entry_id;
  }

  get service_id(): string {
    const service = this.entry.service_id;
    return service === null ? "" : service;
  }

  get start_time(): string {
    return this.entry.start_time;
  }

  static byBegin(a: Use, b: Use): i32 {
    if (a.start_time != b.start_time) return a.start_time < b.start_time ? -1 : 1;
    return a.entry_id < b.entry_id ? -1 : a.entry_id > b.entry_id ? 1 : 0;
  }
}
