import { Switch } from "@alga/billing-plugin-sdk";

type Excess = (net: i64, left: i64) => i64;
type NegativeBase = (cents: i64) => i64;
type Target = (lines: i32[]) => i32[];

/** What becomes of a discount that is more than what it is taken off. */
export function excesses(): Switch<Excess> {
  return new Switch<Excess>("discount_excess", "limit", limitToWhatIsLeft).or("allow", asItIs);
}

/** What a percentage of less than nothing is of. */
export function negativeBases(): Switch<NegativeBase> {
  return new Switch<NegativeBase>("manual_negative_base", "nothing", nothing).or("as_it_is", itself);
}

/** Which lines a discount is of that applies to a service. */
export function targets(): Switch<Target> {
  return new Switch<Target>("manual_discount_lines", "all_of_service", all).or("last_of_service", last);
}

function limitToWhatIsLeft(net: i64, left: i64): i64 {
  return max<i64>(min<i64>(net, 0), min<i64>(-left, 0));
}

function asItIs(net: i64, left: i64): i64 {
  return net;
}

function nothing(cents: i64): i64 {
  return 0;
}

function itself(cents: i64): i64 {
  return cents;
}

function all(lines: i32[]): i32[] {
  return lines;
}

function last(lines: i32[]): i32[] {
  return lines.slice(max(lines.length - 1, 0));
}
