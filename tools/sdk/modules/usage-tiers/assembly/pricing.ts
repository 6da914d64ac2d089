import { Decimal, ExactCents, NO_TIER, Output, Rounding, TierPart, tierAt } from "@alga/billing-plugin-sdk";
import { Beyond, TierReading, TierRounding, TierScope, UnitRate } from "./policies";
import { ServiceUse, Use } from "./services";

/** Gives each record of a service its amount, by the policies in force. */
export class Pricing {
  constructor(
    private readonly position: TierScope,
    private readonly read: TierReading,
    private readonly beyond: Beyond,
    private readonly tierCents: TierRounding,
    private readonly unitRate: UnitRate,
    private readonly rounding: Rounding,
    private readonly plan: string,
    private readonly output: Output,
  ) {}

  price(service: ServiceUse): void {
    let before: i64 = 0;
    const total = service.total;
    for (let i = 0; i < service.uses.length; i++) {
      const use = service.uses[i];
      if (service.tiers.length == 0) this.byUnit(service, use);
      else if (service.is_volume) this.byVolume(service, use, this.position(total, use.billed));
      else this.byTiers(service, use, this.position(before, 0));
      before += use.billed;
    }
    this.beyond.warn(service, this.plan, this.output);
  }

  private byUnit(service: ServiceUse, use: Use): void {
    const exact = new ExactCents();
    exact.add(units(use.billed), this.unitRate(service.rate), use.record.usage_id);
    this.settle(use, exact, exact.cents(this.rounding));
  }

  private byVolume(service: ServiceUse, use: Use, volume: i64): void {
    const tier = tierAt(service.tiers, volume);
    this.add(service, use, [new TierPart(tier, use.billed)]);
  }

  private byTiers(service: ServiceUse, use: Use, from: i64): void {
    use.position = from;
    this.add(service, use, this.read(service.tiers, from, from + use.billed));
  }

  private add(service: ServiceUse, use: Use, parts: TierPart[]): void {
    const exact = new ExactCents();
    const id = use.record.usage_id;
    let path = "";
    let cents: i64 = 0;
    let outside: i64 = 0;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      const quantity = units(part.quantity);
      if (part.tier == NO_TIER) outside += part.quantity;
      const rate = part.tier == NO_TIER ? this.beyond.rate(service, quantity, id) : service.tiers[part.tier].rate;
      path += (i == 0 ? "" : "+") + quantity.toString() + "@" + (rate === null ? "none" : rate.toString());
      if (rate === null) continue;
      exact.add(quantity, rate, id);
      cents += this.tierCents(quantity, rate, id);
    }
    use.tier_path = path;
    service.countBeyond(outside);
    this.settle(use, exact, cents > 0 ? cents : exact.cents(this.rounding));
  }

  private settle(use: Use, exact: ExactCents, cents: i64): void {
    use.exact_cents = exact.toString();
    use.cents = cents;
  }
}

export function units(millionths: i64): Decimal {
  return new Decimal(millionths, 6);
}
