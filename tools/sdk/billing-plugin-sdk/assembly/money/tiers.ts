import { Decimal } from "./decimal";

/** One unit, in the millionths that positions are counted in. */
export const UNIT: i64 = 1_000_000;

/** The last unit of a tier that has none. */
export const OPEN_TIER: i64 = i64.MAX_VALUE;

/** No tier covers these units. */
export const NO_TIER: i32 = -1;

/** Units with a rate of their own, both bounds in the tier. The first unit is number 1; bounds are millionths of a unit. */
export class Tier {
  constructor(
    readonly first: i64,
    /** {@link OPEN_TIER} for none. */
    readonly last: i64,
    readonly rate: Decimal,
  ) {}
}

/** Units that are billed at the rate of one tier. */
export class TierPart {
  constructor(
    /** Index of the tier, or {@link NO_TIER}. */
    readonly tier: i32,
    /** Millionths of a unit. */
    readonly quantity: i64,
  ) {}
}

/**
 * Splits the units that follow position `from`, up to and with position `to`, over tiers in ascending order by where each unit lies. Unit n fills (n − 1, n], so a tier of 101 and up begins
 * right after position 100; what two tiers claim belongs to the lower; what none claims comes back as {@link NO_TIER}.
 * Example: 150 units over 1–100 and 101 and up are 100 and 50.
 */
export function graduate(tiers: Tier[], from: i64, to: i64): TierPart[] {
  const parts: TierPart[] = [];
  let at = from;
  for (let i = 0; i < tiers.length && at < to; i++) {
    const begin = tiers[i].first - UNIT;
    if (begin > at) {
      const reached = min(begin, to);
      parts.push(new TierPart(NO_TIER, reached - at));
      at = reached;
    }
    const end = min(tiers[i].last, to);
    if (end <= at) continue;
    parts.push(new TierPart(i, end - at));
    at = end;
  }
  if (at < to) parts.push(new TierPart(NO_TIER, to - at));
  return parts;
}

/** Index of the tier in which a position lies, for rates that hold for the whole volume; {@link NO_TIER} where none does. Position 0 lies in the first tier. */
export function tierAt(tiers: Tier[], position: i64): i32 {
  for (let i = 0; i < tiers.length; i++) {
    if (position > tiers[i].last) continue;
    return position > tiers[i].first - UNIT || (position == 0 && i == 0) ? i : NO_TIER;
  }
  return NO_TIER;
}
