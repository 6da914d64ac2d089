import { Charge, compareTexts } from "@alga/billing-plugin-sdk";
import { Bundle } from "./bundles";

/** A charge and where it goes. */
export class Placed {
  /** Where the first charge of its bundle came in; where it came in itself, if it is of none. */
  readonly first: i32;

  constructor(
    readonly charge: Charge,
    /** Where it came in. */
    readonly place: i32,
    bundle: Bundle | null,
  ) {
    if (bundle !== null && bundle.first < 0) bundle.first = place;
    this.first = bundle === null ? place : bundle.first;
  }

  /** What is taken off a bundle stands behind what it is taken off. */
  get isTakenOff(): bool {
    return this.charge.charge_type == "discount" || this.charge.charge_type == "credit";
  }
}

/** Bundles where their first charge came in; in a bundle by assignment, those of no one assignment last, and as they came in. */
export function byPlace(a: Placed, b: Placed): i32 {
  if (a.first != b.first) return a.first - b.first;
  if (a.isTakenOff != b.isTakenOff) return a.isTakenOff ? 1 : -1;
  const byAssignment = compareAssignments(a.charge.dimensions.get("assignment_id"), b.charge.dimensions.get("assignment_id"));
  return byAssignment != 0 ? byAssignment : a.place - b.place;
}

function compareAssignments(a: string | null, b: string | null): i32 {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareTexts(a, b);
}
