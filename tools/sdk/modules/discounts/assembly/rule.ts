import { DayRange, Decimal, DiscountPolicyRow } from "@alga/billing-plugin-sdk";

/** A discount as it is given: once, or once for each assignment. */
export class Rule {
  constructor(
    private readonly row: DiscountPolicyRow,
    /** Unique among the lines. */
    readonly line_key: string,
    /** The plans it is for, ascending. */
    readonly plan_ids: string[],
    /** The assignment it is given for; null when it is given once for all. */
    readonly assignment_id: string | null,
  ) {}

  get discount_id(): string {
    return this.row.discount_id;
  }

  get name(): string {
    return this.row.discount_name;
  }

  get isPercentage(): bool {
    return this.row.discount_type == "percentage";
  }

  get type(): string {
    return this.row.discount_type;
  }

  /** A fraction, or cents. */
  get value(): Decimal {
    return this.row.value;
  }

  get range(): DayRange {
    return this.row.range;
  }
}

/** One discounted plan, and the assignments through which the company has it. */
export class Link {
  constructor(
    readonly row: DiscountPolicyRow,
    readonly assignment_ids: string[],
  ) {}
}

/** One line for the discount, whatever number of plans and assignments it is for. */
export function once(links: Link[], rules: Rule[]): void {
  const plans: string[] = [];
  for (let i = 0; i < links.length; i++) plans.push(links[i].row.plan_id);
  rules.push(new Rule(links[0].row, links[0].row.discount_id, plans, null));
}

/** One line for each assignment of each plan. */
export function perAssignment(links: Link[], rules: Rule[]): void {
  for (let i = 0; i < links.length; i++) {
    const row = links[i].row;
    const ids = links[i].assignment_ids;
    for (let j = 0; j < ids.length; j++) rules.push(new Rule(row, row.discount_id + "/" + row.plan_id + "/" + ids[j], [row.plan_id], ids[j]));
  }
}
