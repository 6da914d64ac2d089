import { Day, OPEN_END } from "./day";

/** Whole days [start, end): the end is the first day not covered. Immutable. */
export class DayRange {
  constructor(
    readonly start: Day,
    readonly end: Day = OPEN_END,
  ) {}

  /** 0 when empty. */
  get days(): i32 {
    return this.end > this.start ? this.end - this.start : 0;
  }

  get isEmpty(): bool {
    return this.end <= this.start;
  }

  contains(day: Day): bool {
    return day >= this.start && day < this.end;
  }

  /** The days both cover. Example: [Jan 20, open) and [Jan 1, Feb 1) share [Jan 20, Feb 1), 12 days. */
  intersect(other: DayRange): DayRange {
    return new DayRange(max(this.start, other.start), min(this.end, other.end));
  }
}
