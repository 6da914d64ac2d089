import { Decimal, MILLIS_PER_HOUR, MILLIS_PER_MINUTE, Switch, TimeEntryRow, WorkedTime } from "@alga/billing-plugin-sdk";
import { Overtime } from "./overtime";
import { Terms } from "./terms";

/** Milliseconds that an entry counts, before the minimum and the rounding. */
export type Duration = (worked: WorkedTime) => i64;
/** Milliseconds to milliseconds. */
export type Reading = (duration: i64) => i64;
/** Milliseconds of an entry of so many that are beyond the threshold. */
export type OvertimeHours = (rule: Overtime, billed: i64) => i64;
export type OvertimeTerms = (terms: Terms, plan: Overtime | null) => Overtime | null;
/** A rate that goes before the catalogue's; null for none. */
export type OwnRate = (terms: Terms, entry: TimeEntryRow) => Decimal | null;
/** How often an entry is billed. */
export type Copies = (entry: TimeEntryRow) => i64;

/** What an entry's length is. */
export function durations(): Switch<Duration> {
  return new Switch<Duration>("hourly_duration", "marked", asMarked).or("span", fromBeginToEnd);
}

/** What becomes of seconds. */
export function seconds(): Switch<Reading> {
  return new Switch<Reading>("hourly_seconds", "exact", asItIs).or("truncated", withoutSeconds);
}

/** What is billed of an hour that was begun. */
export function hours(): Switch<Reading> {
  return new Switch<Reading>("hourly_hours", "exact", asItIs).or("whole_hours", upToTheHour);
}

/** Over what hours add up to overtime. */
export function overtimeHours(): Switch<OvertimeHours> {
  return new Switch<OvertimeHours>("hourly_overtime_hours", "period", beyondInThePeriod).or("entry", beyondInTheEntry);
}

/** Whose overtime rule holds. */
export function overtimeTerms(): Switch<OvertimeTerms> {
  return new Switch<OvertimeTerms>("hourly_overtime_terms", "service_then_plan", ofServiceThenPlan).or("plan", ofPlan);
}

/** Whether a rate for the kind of user holds. */
export function userTypeRates(): Switch<OwnRate> {
  return new Switch<OwnRate>("hourly_user_type_rate", "applied", forUserType).or("ignored", none);
}

/** Whether the plan's own rate of a service holds. */
export function customRates(): Switch<OwnRate> {
  return new Switch<OwnRate>("hourly_custom_rate", "applied", ofConfig).or("ignored", none);
}

/** What a ticket's links to projects do to its time. */
export function copies(): Switch<Copies> {
  return new Switch<Copies>("hourly_ticket_links", "once", once).or("per_link", oncePerLink);
}

function asMarked(worked: WorkedTime): i64 {
  return worked.billable;
}

function fromBeginToEnd(worked: WorkedTime): i64 {
  return worked.span;
}

function asItIs(duration: i64): i64 {
  return duration;
}

function withoutSeconds(duration: i64): i64 {
  return (duration / MILLIS_PER_MINUTE) * MILLIS_PER_MINUTE;
}

function upToTheHour(duration: i64): i64 {
  return ((duration + MILLIS_PER_HOUR - 1) / MILLIS_PER_HOUR) * MILLIS_PER_HOUR;
}

function beyondInThePeriod(rule: Overtime, billed: i64): i64 {
  return min(billed, max<i64>(0, rule.counted + billed - rule.threshold));
}

function beyondInTheEntry(rule: Overtime, billed: i64): i64 {
  return max<i64>(0, billed - rule.threshold);
}

/** A service with a rule of its own is counted by that alone. */
function ofServiceThenPlan(terms: Terms, plan: Overtime | null): Overtime | null {
  const own = terms.overtime;
  return own === null ? plan : own;
}

function ofPlan(terms: Terms, plan: Overtime | null): Overtime | null {
  return plan;
}

function forUserType(terms: Terms, entry: TimeEntryRow): Decimal | null {
  const userType = entry.user_type;
  for (let i = 0; i < terms.userTypeRates.length; i++) {
    if (userType !== null && terms.userTypeRates[i].user_type == userType) return terms.userTypeRates[i].rate_cents;
  }
  return null;
}

function ofConfig(terms: Terms, entry: TimeEntryRow): Decimal | null {
  const config = terms.config;
  return config === null ? null : config.custom_rate_cents;
}

function none(terms: Terms, entry: TimeEntryRow): Decimal | null {
  return null;
}

function once(entry: TimeEntryRow): i64 {
  return 1;
}

function oncePerLink(entry: TimeEntryRow): i64 {
  return entry.work_item_type == "ticket" ? max<i64>(1, entry.ticket_project_links) : 1;
}
