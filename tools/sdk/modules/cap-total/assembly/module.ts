import { CapPolicyRow, Charge, Input, Output, Remainders, coversADay, deduction, fail, isDeduction } from "@alga/billing-plugin-sdk";

/** Takes off what exceeds a cap, the narrowest caps first. */
export function transform(input: Input): Output {
  const output = new Output();
  output.charges = input.charges();
  const caps = capsInForce(input);
  if (caps.length == 0) return output;
  const remainders = new Remainders(output.charges);
  const made: Charge[] = [];
  for (let i = 0; i < caps.length; i++) {
    const line = excess(input, caps[i], output.charges, remainders);
    if (line !== null) made.push(line);
  }
  for (let i = 0; i < made.length; i++) output.charges.push(made[i]);
  return output;
}

/** Those in force in the period: of a plan's category first, then of a category, of a plan, of the company; of equal ones ascending by id. */
function capsInForce(input: Input): CapPolicyRow[] {
  const rows = input.facts.rows<CapPolicyRow>("CapPolicyPack");
  const found: CapPolicyRow[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!row.is_active || !coversADay(row.range, input)) continue;
    if (row.cap_cents < 0) fail("cap.negative", "cap '" + row.cap_name + "' is below zero", row.cap_id);
    else found.push(row);
  }
  return found.sort(byWidthThenId);
}

function excess(input: Input, cap: CapPolicyRow, charges: Charge[], remainders: Remainders): Charge | null {
  const places: i32[] = [];
  const lines: Charge[] = [];
  for (let i = 0; i < charges.length; i++) {
    if (!isCapped(charges[i], cap)) continue;
    places.push(i);
    lines.push(charges[i]);
  }
  const before = remainders.sum(places);
  const cents = before - cap.cap_cents;
  if (cents <= 0) return null;
  remainders.take(places, cents);
  const line = deduction(input, cap.cap_id, cap.cap_name, cents, lines);
  const why = line.metadata;
  why.integer("before_cents", before);
  why.integer("cap_cents", cap.cap_cents);
  why.text("cap_id", cap.cap_id);
  why.text("cap_scope", scopeOf(cap));
  return line;
}

/** Lines entered by hand are outside of every cap, and credits neither fill one nor make room under it. */
function isCapped(charge: Charge, cap: CapPolicyRow): bool {
  if (isDeduction(charge) || charge.charge_type == "credit" || charge.charge_type == "manual") return false;
  const plan = cap.plan_id;
  const category = cap.category_id;
  return (plan === null || charge.dimensions.get("plan_id") == plan) && (category === null || charge.dimensions.get("category") == category);
}

function scopeOf(cap: CapPolicyRow): string {
  if (cap.category_id !== null) return cap.plan_id !== null ? "plan_category" : "category";
  return cap.plan_id !== null ? "plan" : "company";
}

function width(cap: CapPolicyRow): i32 {
  return (cap.category_id === null ? 2 : 0) + (cap.plan_id === null ? 1 : 0);
}

function byWidthThenId(a: CapPolicyRow, b: CapPolicyRow): i32 {
  const difference = width(a) - width(b);
  if (difference != 0) return difference;
  return a.cap_id < b.cap_id ? -1 : a.cap_id > b.cap_id ? 1 : 0;
}
