import { Decimal, Input, RateTierRow, UsageConfigRow, Verdict } from "@alga/billing-plugin-sdk";

const UNIT: i64 = 1_000_000;

/** Looks at the tiers of every tiered service: refuses those that contradict each other, and warns of units that no tier covers. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const tiers = tiersByConfig(input);
  const configs = input.facts.rows<UsageConfigRow>("UsageConfigPack");
  configs.sort((a, b) => (a.config_id < b.config_id ? -1 : a.config_id > b.config_id ? 1 : 0));
  for (let i = 0; i < configs.length; i++) {
    const id = configs[i].config_id;
    if (!configs[i].enable_tiered_pricing) continue;
    if (tiers.has(id)) check(id, tiers.get(id), verdict);
    else verdict.refuse("tiers.missing", "service configuration " + id + " is priced by tiers and has none", null);
  }
  return verdict;
}

function tiersByConfig(input: Input): Map<string, RateTierRow[]> {
  const rows = input.facts.rows<RateTierRow>("RateTiersPack");
  const found = new Map<string, RateTierRow[]>();
  for (let i = 0; i < rows.length; i++) {
    const id = rows[i].config_id;
    if (!found.has(id)) found.set(id, []);
    found.get(id).push(rows[i]);
  }
  return found;
}

function check(id: string, tiers: RateTierRow[], verdict: Verdict): void {
  tiers.sort(byFirstUnit);
  let reached: i64 = 0;
  let isOpen = false;
  for (let i = 0; i < tiers.length; i++) {
    const tier = tiers[i];
    const name = nameOf(id, tier);
    const first = tier.min_quantity.millionths(id);
    if (tier.rate_cents.isNegative) verdict.refuse("tiers.rate_negative", name + " has a rate below zero", null);
    if (first < 0) verdict.refuse("tiers.bounds", name + " begins below zero", null);
    if (isOpen || (i > 0 && first <= reached)) verdict.refuse("tiers.overlap", name + " overlaps the one before it", null);
    else if (first > reached + UNIT) verdict.warn("tiers.gap", name + " leaves out the units after " + shown(reached), id);
    const last = tier.max_quantity;
    if (last === null) {
      isOpen = true;
      continue;
    }
    const end = last.millionths(id);
    if (end < first) verdict.refuse("tiers.bounds", name + " ends before it begins", null);
    reached = max(reached, end);
  }
  if (!isOpen) verdict.warn("tiers.closed", "the tiers of service configuration " + id + " end at " + shown(reached), id);
}

function nameOf(id: string, tier: RateTierRow): string {
  const last = tier.max_quantity;
  return "tier " + tier.min_quantity.toString() + " to " + (last === null ? "any" : last.toString()) + " of service configuration " + id;
}

function shown(millionths: i64): string {
  return new Decimal(millionths, 6).toString();
}

function byFirstUnit(a: RateTierRow, b: RateTierRow): i32 {
  const left = a.min_quantity.millionths(a.config_id);
  const right = b.min_quantity.millionths(b.config_id);
  return left < right ? -1 : left > right ? 1 : 0;
}
