import { fail } from "../failure";
import { JsonReader } from "../json/reader";

/** The policies in force that the module's manifest names. */
export class Policies {
  private readonly names: string[] = [];
  private readonly values: string[] = [];

  read(r: JsonReader): void {
    if (r.takeNull() || !r.enterObject()) return;
    while (r.nextKey()) {
      this.names.push(r.key());
      this.values.push(r.text());
    }
  }

  /** The value of a policy; `standard` when the input does not name it. */
  valueOf(name: string, standard: string): string {
    const at = this.names.indexOf(name);
    return at < 0 ? standard : this.values[at];
  }
}

/**
 * One policy and its values, each a function. The first value is the standard one.
 * Example: `new Switch<SplitFee>("fixed_allocation", "largest_remainder", allocate).or("round_each", each).in(input.policies)(total, weights)`.
 */
export class Switch<F> {
  private readonly values: string[] = [];
  private readonly functions: F[] = [];

  constructor(
    private readonly name: string,
    standard: string,
    standardFunction: F,
  ) {
    this.or(standard, standardFunction);
  }

  or(value: string, chosen: F): Switch<F> {
    this.values.push(value);
    this.functions.push(chosen);
    return this;
  }

  /** The function in force. Failure `policy.unknown_value` for a value the module does not have. */
  in(policies: Policies): F {
    const value = policies.valueOf(this.name, this.values[0]);
    const at = this.values.indexOf(value);
    if (at >= 0) return this.functions[at];
    fail("policy.unknown_value", "policy " + this.name + " has no value '" + value + "' here; it has " + this.values.join(", "), this.name);
    return this.functions[0];
  }
}
