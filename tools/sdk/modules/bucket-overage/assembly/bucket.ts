import {
  AssignmentRow,
  BillingPeriod,
  BucketConfigRow,
  BucketStateRow,
  CatalogRow,
  ConsumedEvent,
  Day,
  Input,
  MILLIS_PER_MINUTE,
  OPEN_END,
  Output,
  PlanServiceConfigRow,
  dayText,
  fail,
} from "@alga/billing-plugin-sdk";
import { Rollover } from "./rollover";
import { Use } from "./use";

/** The hours a plan includes for one service, and what a period makes of them. Minutes are whole: what is used is added up exactly and then cut to a minute. */
export class Bucket {
  readonly uses: Use[] = [];
  /** What was carried into the period. */
  opening_minutes: i64 = 0;
  /** First day on which that is gone. */
  opening_expires: Day = OPEN_END;
  overage_minutes: i64 = 0;
  /** Entries of which something lies beyond the allowance. */
  readonly beyond: string[] = [];

  constructor(
    readonly config: BucketConfigRow,
    readonly catalog: CatalogRow,
  ) {}

  get service_id(): string {
    return this.catalog.service_id;
  }

  get granted_minutes(): i64 {
    return this.config.total_minutes;
  }

  get available_minutes(): i64 {
    return this.opening_minutes + this.granted_minutes;
  }

  get used_minutes(): i64 {
    let sum: i64 = 0;
    for (let i = 0; i < this.uses.length; i++) sum += this.uses[i].time;
    return sum / MILLIS_PER_MINUTE;
  }

  static servicesOf(input: Input, scope: AssignmentRow): string[] {
    const ids: string[] = [];
    const configs = input.facts.rows<PlanServiceConfigRow>("PlanServiceConfigPack");
    for (let i = 0; i < configs.length; i++) {
      if (configs[i].plan_id == scope.plan_id) ids.push(configs[i].service_id);
    }
    return ids;
  }

  /**
   * Takes what was carried into the period: from the row that opens it, else from the last one before it. Warning `bucket.opening_assumed` where what is carried is not known:
   * where nothing says what the period before, in which the assignment was in force, left over.
   */
  open(input: Input, scope: AssignmentRow, rollover: Rollover, output: Output): void {
    const period = input.context.period;
    const last = this.lastState(input, scope, period.start);
    if (last !== null) this.openFrom(last, period, rollover);
    const isKnown = last !== null && (last.period_start == period.start || (last.closed_cycle_id === null && last.period_end == period.start));
    if (isKnown || scope.start_date >= period.start || !rollover.carries) return;
    if (this.config.rollover_allowed || this.opening_minutes > 0) this.warnAssumed(scope, period.start, last, output);
  }

  /** The latest state of this bucket that was there when a period began. */
  private lastState(input: Input, scope: AssignmentRow, start: Day): BucketStateRow | null {
    const states = input.facts.rows<BucketStateRow>("BucketStatePack");
    let last: BucketStateRow | null = null;
    for (let i = 0; i < states.length; i++) {
      const state = states[i];
      if (state.assignment_id != scope.assignment_id || state.service_id != this.service_id) continue;
      const isThere = state.period_start == start || state.period_end <= start || (state.closed_cycle_id !== null && state.period_start < start);
      if (isThere && (last === null || last.period_start < state.period_start)) last = state;
    }
    return last;
  }

  private openFrom(last: BucketStateRow, period: BillingPeriod, rollover: Rollover): void {
    if (last.period_start == period.start || last.closed_cycle_id !== null) {
      this.carry(last.rolled_over_minutes, last.expires, period.start, rollover);
      return;
    }
    const ownLeft = max<i64>(0, last.rolled_over_minutes - last.minutes_used);
    const grantLeft = max<i64>(0, this.granted_minutes - max<i64>(0, last.minutes_used - last.rolled_over_minutes));
    this.carry(ownLeft, last.expires, period.start, rollover);
    if (this.config.rollover_allowed) this.carry(grantLeft, rollover.expiry(last.period_start, period), period.start, rollover);
  }

  private warnAssumed(scope: AssignmentRow, start: Day, last: BucketStateRow | null, output: Output): void {
    const source = last === null ? "no earlier balance is known" : "the last balance known is that of " + dayText(last.period_start);
    output.warn(
      "bucket.opening_assumed",
      "assignment " + scope.assignment_id + ", service '" + this.catalog.service_name + "': the period before " + dayText(start) + " is not closed and " + source + "; an opening of " + this.opening_minutes.toString() + " minutes is assumed",
      this.config.config_id,
    );
  }

  /** Entries inside the allowance are consumed; the one that crosses its end and those after it are the overage. */
  settleUses(output: Output): void {
    const allowed = this.available_minutes * MILLIS_PER_MINUTE;
    let reached: i64 = 0;
    for (let i = 0; i < this.uses.length; i++) {
      const use = this.uses[i];
      reached += use.time;
      if (this.overage_minutes > 0 && reached > allowed && use.time > 0) this.beyond.push(use.entry_id);
      else output.consumed.push(new ConsumedEvent("TimeEntriesPack", use.entry_id, "whole", "bucket.inside_allowance"));
    }
  }

  private carry(minutes: i64, expires: Day, start: Day, rollover: Rollover): void {
    if (minutes <= 0 || expires <= start || !rollover.carries) return;
    this.opening_expires = this.opening_minutes == 0 ? expires : max(this.opening_expires, expires);
    this.opening_minutes += minutes;
  }
}

/** The plan's buckets, ascending by service id. Failures: `bucket.service_missing`, `bucket.allowance_negative`. A service configured as bucket without hours is a warning. */
export function bucketsOf(input: Input, scope: AssignmentRow, catalog: Map<string, CatalogRow>, output: Output): Bucket[] {
  const rows = input.facts.rows<PlanServiceConfigRow>("PlanServiceConfigPack");
  const configs: PlanServiceConfigRow[] = [];
  const ids: string[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].plan_id != scope.plan_id) continue;
    configs.push(rows[i]);
    ids.push(rows[i].config_id);
  }
  configs.sort(byServiceThenConfig);
  const settings = new Map<string, BucketConfigRow>();
  const found = input.facts.rowsWhere<BucketConfigRow>("BucketConfigPack", "config_id", ids);
  for (let i = 0; i < found.length; i++) settings.set(found[i].config_id, found[i]);

  const buckets: Bucket[] = [];
  for (let i = 0; i < configs.length; i++) {
    const config = configs[i];
    if (buckets.length > 0 && buckets[buckets.length - 1].service_id == config.service_id) continue;
    if (!settings.has(config.config_id)) {
      if (config.configuration_type == "bucket") {
        output.warn("bucket.hours_missing", "plan '" + scope.plan_name + "' has a bucket of service " + config.service_id + " without hours; its time is billed at the catalogue's rate", config.config_id);
      }
      continue;
    }
    if (!catalog.has(config.service_id)) {
      fail("bucket.service_missing", "plan '" + scope.plan_name + "' includes hours of a service that the catalogue lacks", config.service_id);
      continue;
    }
    const hours = settings.get(config.config_id);
    if (hours.total_minutes < 0) fail("bucket.allowance_negative", "plan '" + scope.plan_name + "' includes a negative number of minutes", config.config_id);
    buckets.push(new Bucket(hours, catalog.get(config.service_id)));
  }
  return buckets;
}

function byServiceThenConfig(a: PlanServiceConfigRow, b: PlanServiceConfigRow): i32 {
  if (a.service_id != b.service_id) return a.service_id < b.service_id ? -1 : 1;
  return a.config_id < b.config_id ? -1 : a.config_id > b.config_id ? 1 : 0;
}
