import { Charge, Input, Output, Remainders, Rounding, addCents, fail, mulDiv, powerOfTen } from "@alga/billing-plugin-sdk";
import { ManualItem } from "./items";
import { Lines } from "./lines";
import { excesses, negativeBases, targets } from "./policies";

/** The lines of the discounts, each after those before it. */
export function discountLines(input: Input, discounts: ManualItem[], lines: Lines, remainders: Remainders, output: Output): void {
  const limit = excesses().in(input.policies);
  let given: i64 = 0;
  for (let i = 0; i < discounts.length; i++) {
    const item = discounts[i];
    const base = item.isPercentage ? baseOf(input, item, lines, remainders.charges, given, output) : null;
    const asked = base === null ? fixedNet(item) : percentageNet(item, base.cents);
    const concerned = base === null ? everyLine(remainders.charges) : base.lines;
    const left = remainders.sum(concerned);
    const net = limit(asked, left);
    if (net != asked) {
      output.warn("manual.limited", "'" + item.row.description + "' is more than is left of what it is taken off: " + (-asked).toString() + " of " + left.toString() + " cents", item.row.item_id);
    }
    const line = lines.discount(item, net);
    if (base !== null) explain(line, item, base);
    if (net != asked) {
      line.metadata.integer("left_cents", left);
      line.metadata.integer("unlimited_cents", asked);
    }
    output.charges.push(line);
    remainders.take(concerned, -net);
    given = addCents(given, net);
  }
}

/** What a percentage is of. */
class Base {
  constructor(
    readonly lines: i32[],
    readonly cents: i64,
  ) {}
}

/** The lines of the service it applies to; else all lines that are no discounts, also those after it, less the discounts before it. */
function baseOf(input: Input, item: ManualItem, lines: Lines, charges: Charge[], given: i64, output: Output): Base {
  const service = item.row.applies_to_service_id;
  let places = lines.sales;
  let cents = given;
  if (service !== null) {
    places = targets().in(input.policies)(lines.ofService(service));
    cents = 0;
    if (places.length == 0) fail("manual.service_not_listed", "'" + item.row.description + "' applies to a service that no line is for", service);
  }
  for (let i = 0; i < places.length; i++) cents = addCents(cents, charges[places[i]].net_amount_cents);
  if (cents < 0) {
    output.warn("manual.negative_base", "'" + item.row.description + "' is a percentage of " + cents.toString() + " cents", item.row.item_id);
    cents = negativeBases().in(input.policies)(cents);
  }
  return new Base(places, cents);
}

function percentageNet(item: ManualItem, base: i64): i64 {
  const percentage = item.percentage;
  if (percentage.isNegative) fail("manual.negative_percentage", "'" + item.row.description + "' is a discount of less than 0 %", item.row.item_id);
  return mulDiv(-base, percentage.unscaled, powerOfTen(percentage.scale + 2), Rounding.HalfAwayFromZero);
}

function fixedNet(item: ManualItem): i64 {
  const rate = item.row.rate_cents;
  return -mulDiv(rate.isNegative ? -1 : 1, rate.unscaled, powerOfTen(rate.scale), Rounding.HalfAwayFromZero);
}

function everyLine(charges: Charge[]): i32[] {
  const places: i32[] = [];
  for (let i = 0; i < charges.length; i++) {
    if (charges[i].charge_type != "discount" && charges[i].charge_type != "credit") places.push(i);
  }
  return places;
}

function explain(line: Charge, item: ManualItem, base: Base): void {
  line.metadata.integer("base_cents", base.cents);
  line.metadata.decimal("percentage", item.percentage);
  const service = item.row.applies_to_service_id;
  if (service !== null) line.metadata.text("applies_to_service_id", service);
}
