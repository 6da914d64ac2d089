import { JsonReader, isCents } from "@alga/billing-plugin-sdk";

/** A charge as far as its amount goes. The amount may be anything: that is what is looked into. */
export class Line {
  charge_id: string | null = null;
  line_key: string | null = null;
  charge_type: string = "";
  /** 0 unless it is whole and in range. */
  net_amount_cents: i64 = 0;
  isWhole: bool = false;
  isInRange: bool = false;

  field(r: JsonReader): bool {
    if (r.is("charge_id")) this.charge_id = r.textOrNull();
    else if (r.is("line_key")) this.line_key = r.textOrNull();
    else if (r.is("charge_type")) this.charge_type = r.text();
    else if (r.is("net_amount_cents")) this.takeAmount(r);
    else return false;
    return true;
  }

  get mayBeNegative(): bool {
    return this.charge_type == "discount" || this.charge_type == "credit";
  }

  /** What a message calls the charge. */
  get name(): string {
    const id = this.charge_id;
    if (id !== null) return "charge '" + id + "'";
    const key = this.line_key;
    return key !== null ? "line '" + key + "'" : "a charge without an id";
  }

  private takeAmount(r: JsonReader): void {
    const token = r.slice();
    this.isWhole = token.isInteger;
    // 2^53−1 has 16 digits; with more there is nothing to read.
    if (!this.isWhole || token.digits > 16) return;
    const amount = token.reader().integer();
    this.isInRange = isCents(amount);
    if (this.isInRange) this.net_amount_cents = amount;
  }
}
