import { Charge, PromotionPolicyRow, Remainders, Rounding, mulDiv } from "@alga/billing-plugin-sdk";

/**
 * Units that became free at once, and what they came to. Units in millionths.
 * Only of lines that all have nothing left, or of one line: a deduction is taken off its lines in proportion to what they have left, and would otherwise be found on the wrong ones.
 */
export class Taken {
  units: i64 = 0;
  cents: i64 = 0;
  lines: Charge[] = [];

  add(charge: Charge, units: i64, cents: i64): void {
    this.units += units;
    this.cents += cents;
    this.lines.push(charge);
  }
}

/** Which units of which lines are still paid for. */
export class FreeUnits {
  /** Millionths of a unit. */
  private readonly paid: StaticArray<i64>;

  constructor(
    private readonly charges: Charge[],
    private readonly remainders: Remainders,
  ) {
    this.paid = new StaticArray<i64>(charges.length);
    for (let i = 0; i < charges.length; i++) {
      const charge = charges[i];
      if (hasUnits(charge)) this.paid[i] = charge.quantity.millionths(nameOf(charge));
    }
  }

  /**
   * Makes the first so many units of a service free, in the order of the lines: those of lines that are free as a whole first, then those of the one line that is free in part.
   * The last unit of a line takes all that is left of it, so that nothing of a cent stays behind.
   */
  take(service: string, units: i64, row: PromotionPolicyRow): Taken[] {
    const whole = new Taken();
    const part = new Taken();
    let wanted = units;
    for (let i = 0; i < this.charges.length && wanted > 0; i++) {
      const charge = this.charges[i];
      if (charge.dimensions.get("service_id") != service || !isCounted(charge, row)) continue;
      const paid = this.paid[i];
      const left = this.remainders.of(i);
      const free = min(wanted, paid);
      if (free <= 0 || left <= 0) continue;
      const cents = free == paid ? left : mulDiv(left, free, paid, Rounding.HalfAwayFromZero);
      this.paid[i] = paid - free;
      this.remainders.takeOne(i, cents);
      wanted -= free;
      if (cents == left) whole.add(charge, free, cents);
      else part.add(charge, free, cents);
    }
    return [whole, part].filter((taken) => taken.lines.length > 0);
  }
}

/** Whether a promotion counts the units of a line. */
export function isCounted(charge: Charge, row: PromotionPolicyRow): bool {
  const service = row.service_id;
  const category = row.category_id;
  return hasUnits(charge) && (service === null || charge.dimensions.get("service_id") == service) && (category === null || charge.dimensions.get("category") == category);
}

/** Lines whose quantity counts something that can be free: seats, hours, metered units. */
function hasUnits(charge: Charge): bool {
  const type = charge.charge_type;
  return type == "recurring" || type == "time" || type == "usage" || type == "overage";
}

function nameOf(charge: Charge): string {
  const id = charge.charge_id;
  return id === null ? charge.description : id;
}
