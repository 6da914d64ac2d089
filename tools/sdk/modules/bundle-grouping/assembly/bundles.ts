import { BundleRow, Charge, Input, Output, compareTexts } from "@alga/billing-plugin-sdk";

/** A bundle of the company's, from all its rows. */
export class Bundle {
  is_active: bool = false;
  /** Where its first charge stands; −1 until there is one. */
  first: i32 = -1;

  constructor(
    readonly id: string,
    readonly name: string,
  ) {}
}

/** The bundles of a company, and which of them a charge belongs to. */
export class Bundles {
  private readonly byId: Map<string, Bundle> = new Map<string, Bundle>();
  private readonly byAssignment: Map<string, string> = new Map<string, string>();
  private readonly reported: Set<string> = new Set<string>();

  constructor(
    input: Input,
    private readonly output: Output,
  ) {
    const rows = input.facts.rows<BundleRow>("BundlePack").sort((a, b) => compareTexts(a.assignment_id, b.assignment_id));
    for (let i = 0; i < rows.length; i++) this.add(rows[i]);
  }

  /** The bundle under whose name a charge is shown; null for one that is shown by itself. */
  of(charge: Charge): Bundle | null {
    const id = this.idOf(charge);
    if (id === null) return null;
    if (!this.byId.has(id)) {
      this.warn("grouping.bundle_unknown", "BundlePack lacks a bundle that charges belong to; they are shown by themselves", id);
      return null;
    }
    const bundle = this.byId.get(id);
    if (bundle.is_active) return bundle;
    this.warn("grouping.bundle_inactive", "bundle '" + bundle.name + "' is switched off, but its plans are billed; their charges are shown by themselves", id);
    return null;
  }

  private add(row: BundleRow): void {
    if (!this.byId.has(row.bundle_id)) this.byId.set(row.bundle_id, new Bundle(row.bundle_id, row.bundle_name));
    const bundle = this.byId.get(row.bundle_id);
    if (bundle.name != row.bundle_name) {
      this.warn("grouping.names_differ", "one bundle is called '" + bundle.name + "' and '" + row.bundle_name + "'; the first is used", row.bundle_id);
    }
    if (row.is_active) bundle.is_active = true;
    this.byAssignment.set(row.assignment_id, row.bundle_id);
  }

  /** What a charge says of itself; where it says nothing, as a rule's line may, what its assignment is part of. */
  private idOf(charge: Charge): string | null {
    const own = charge.dimensions.get("bundle_id");
    if (own !== null) return own;
    const assignment = charge.dimensions.get("assignment_id");
    return assignment !== null && this.byAssignment.has(assignment) ? this.byAssignment.get(assignment) : null;
  }

  /** Once for each bundle. */
  private warn(code: string, message: string, bundle: string): void {
    if (this.reported.has(bundle)) return;
    this.reported.add(bundle);
    this.output.warn(code, message, bundle);
  }
}
