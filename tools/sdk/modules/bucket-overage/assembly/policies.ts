import { Decimal, ExactCents, MILLIS_PER_HOUR, Rounding, Switch, WorkedTime } from "@alga/billing-plugin-sdk";
import { Rollover } from "./rollover";

/** Minutes beyond the allowance, of what is available and what is used. */
export type Allowance = (available: i64, used: i64) => i64;
/** Whether time of services without an allowance is the module's to bill. */
export type Entries = () => bool;
/** Milliseconds that an entry counts. */
export type EntryTime = (worked: WorkedTime) => i64;
export type OverageRate = (rate: Decimal) => Decimal;
export type Rollovers = () => Rollover;

/** Whether an allowance is ever used up. */
export function allowances(): Switch<Allowance> {
  return new Switch<Allowance>("bucket_allowance", "granted", beyond).or("never", nothingBeyond);
}

/** What time the module is given: what is routed to the plan, or all there is, of which the rest is another's. */
export function entries(): Switch<Entries> {
  return new Switch<Entries>("bucket_entries", "routed", allItIsGiven).or("all_of_service", onlyItsServices);
}

/** What an entry counts. */
export function entryTimes(): Switch<EntryTime> {
  return new Switch<EntryTime>("bucket_entry_time", "exact", asMarked).or("floor_hours", wholeHours);
}

/** The rate of an hour beyond the allowance. */
export function overageRates(): Switch<OverageRate> {
  return new Switch<OverageRate>("bucket_overage_rate", "exact", asItIs).or("up_to_cent", upToCent);
}

/** How long minutes that a period leaves over are good for. */
export function rollovers(): Switch<Rollovers> {
  return new Switch<Rollovers>("bucket_rollover", "next_period", forOnePeriod).or("unlimited", forEver).or("ignored", never);
}

function beyond(available: i64, used: i64): i64 {
  return max<i64>(0, used - available);
}

function nothingBeyond(available: i64, used: i64): i64 {
  return 0;
}

function allItIsGiven(): bool {
  return true;
}

function onlyItsServices(): bool {
  return false;
}

function asMarked(worked: WorkedTime): i64 {
  return worked.billable;
}

function wholeHours(worked: WorkedTime): i64 {
  return (worked.span / MILLIS_PER_HOUR) * MILLIS_PER_HOUR;
}

function asItIs(rate: Decimal): Decimal {
  return rate;
}

function upToCent(rate: Decimal): Decimal {
  const cents = new ExactCents();
  cents.add(Decimal.ONE, rate, "overage_rate_cents");
  return new Decimal(cents.cents(Rounding.Ceiling), 0);
}

function forOnePeriod(): Rollover {
  return new Rollover(true, 1);
}

function forEver(): Rollover {
  return new Rollover(true, 0);
}

function never(): Rollover {
  return new Rollover(false, 0);
}
