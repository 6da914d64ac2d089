import { Decimal, ExactCents, NO_TIER, Output, Rounding, Switch, Tier, TierPart, UNIT, fail, graduate } from "@alga/billing-plugin-sdk";
import { ServiceUse } from "./services";

/** Raises what is billed to the minimum. */
type Minimum = (service: ServiceUse) => void;
/** Of the units of the period, and those of the record: the ones that decide about the tier. */
export type TierScope = (ofPeriod: i64, ofRecord: i64) => i64;
export type TierReading = (tiers: Tier[], from: i64, to: i64) => TierPart[];
/** The rate of units that no tier covers; null when they are not billed. */
export type BeyondRate = (service: ServiceUse, quantity: Decimal, id: string) => Decimal | null;
type BeyondTiers = () => Beyond;
/** Cents of one tier's part where they are rounded by themselves; else 0. */
export type TierRounding = (quantity: Decimal, rate: Decimal, id: string) => i64;
export type UnitRate = (rate: Decimal) => Decimal;
type Choice = () => Rounding;

/** What becomes of units that no tier covers, and how that is said. */
export class Beyond {
  constructor(
    readonly rate: BeyondRate,
    private readonly outcome: string,
  ) {}

  /** One warning for all records of the service that have such units. */
  warn(service: ServiceUse, plan: string, output: Output): void {
    if (service.beyond_records == 0) return;
    const records = service.beyond_records.toString() + (service.beyond_records == 1 ? " record" : " records");
    output.warn("usage.beyond_tiers", unitsOutside(service, new Decimal(service.beyond, 6)) + ", in " + records + " under plan '" + plan + "'; they are " + this.outcome, service.id);
  }
}

/** What a minimum is a minimum of. */
export function minimums(): Switch<Minimum> {
  return new Switch<Minimum>("usage_minimum", "period", raisePeriod).or("record", raiseRecords);
}

/** Which units decide about the tier. */
export function tierScopes(): Switch<TierScope> {
  return new Switch<TierScope>("usage_tier_scope", "period", ofPeriod).or("record", ofRecord);
}

/** How tiers are read. */
export function tierReadings(): Switch<TierReading> {
  return new Switch<TierReading>("usage_tier_bounds", "position", graduate).or("width", fill);
}

/** What becomes of units that no tier covers. */
export function beyondTiers(): Switch<BeyondTiers> {
  return new Switch<BeyondTiers>("usage_beyond_tiers", "unit_rate", atUnitRate).or("unbilled", leaveUnbilled).or("fail", failBeyond);
}

/** Whether each tier's part is rounded, or only the charge. */
export function tierRoundings(): Switch<TierRounding> {
  return new Switch<TierRounding>("usage_tier_rounding", "once", withTheCharge).or("up_each", upByItself);
}

/** The rate of one unit. */
export function unitRates(): Switch<UnitRate> {
  return new Switch<UnitRate>("usage_unit_rate", "exact", asItIs).or("up_to_cent", upToCent);
}

/** How a charge becomes whole cents. */
export function roundings(): Switch<Choice> {
  return new Switch<Choice>("usage_rounding", "up", up).or("half_away_from_zero", halfAwayFromZero).or("half_even", halfEven);
}

/** The last record takes what the sum lacks, so that there is still one charge a record. */
function raisePeriod(service: ServiceUse): void {
  const missing = service.minimum - service.total;
  if (missing > 0) service.uses[service.uses.length - 1].billed += missing;
}

function raiseRecords(service: ServiceUse): void {
  for (let i = 0; i < service.uses.length; i++) {
    const use = service.uses[i];
    use.billed = max(use.billed, service.minimum);
  }
}

function ofPeriod(period: i64, record: i64): i64 {
  return period;
}

function ofRecord(period: i64, record: i64): i64 {
  return record;
}

/** Tiers are filled one after the other by their widths, last − first + 1, wherever they begin. */
function fill(tiers: Tier[], from: i64, to: i64): TierPart[] {
  const parts: TierPart[] = [];
  let begin: i64 = 0;
  let at = from;
  for (let i = 0; i < tiers.length && at < to; i++) {
    const width = tiers[i].last == i64.MAX_VALUE ? i64.MAX_VALUE - begin : tiers[i].last - tiers[i].first + UNIT;
    const end = min(begin + width, to);
    begin += width;
    if (end <= at) continue;
    parts.push(new TierPart(i, end - at));
    at = end;
  }
  if (at < to) parts.push(new TierPart(NO_TIER, to - at));
  return parts;
}

function atUnitRate(): Beyond {
  return new Beyond((service: ServiceUse, quantity: Decimal, id: string): Decimal | null => service.rate, "billed at the rate of one unit");
}

function leaveUnbilled(): Beyond {
  return new Beyond((service: ServiceUse, quantity: Decimal, id: string): Decimal | null => null, "not billed");
}

function failBeyond(): Beyond {
  return new Beyond(refuse, "refused");
}

function refuse(service: ServiceUse, quantity: Decimal, id: string): Decimal | null {
  fail("usage.beyond_tiers", unitsOutside(service, quantity), id);
  return null;
}

function unitsOutside(service: ServiceUse, quantity: Decimal): string {
  return quantity.toString() + " units of service '" + service.catalog.service_name + "' lie in none of its tiers";
}

function withTheCharge(quantity: Decimal, rate: Decimal, id: string): i64 {
  return 0;
}

function upByItself(quantity: Decimal, rate: Decimal, id: string): i64 {
  const part = new ExactCents();
  part.add(quantity, rate, id);
  return part.cents(Rounding.Ceiling);
}

function asItIs(rate: Decimal): Decimal {
  return rate;
}

function upToCent(rate: Decimal): Decimal {
  const cents = new ExactCents();
  cents.add(Decimal.ONE, rate, "rate");
  return new Decimal(cents.cents(Rounding.Ceiling), 0);
}

function up(): Rounding {
  return Rounding.Ceiling;
}

function halfAwayFromZero(): Rounding {
  return Rounding.HalfAwayFromZero;
}

function halfEven(): Rounding {
  return Rounding.HalfEven;
}
