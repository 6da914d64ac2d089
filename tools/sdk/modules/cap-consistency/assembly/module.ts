import { CapPolicyRow, Charge, Input, Remainders, Verdict, coversADay, isDeduction } from "@alga/billing-plugin-sdk";

/** Refuses charges that leave more than a cap, and lines that say they come from a cap that is not there. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const charges = input.charges();
  const caps = capsInForce(input);
  checkLines(charges, caps, verdict);
  const remainders = new Remainders(charges);
  for (let i = 0; i < caps.length; i++) checkCap(caps[i], charges, remainders, verdict);
  return verdict;
}

function capsInForce(input: Input): CapPolicyRow[] {
  const caps: CapPolicyRow[] = [];
  const rows = input.facts.rows<CapPolicyRow>("CapPolicyPack");
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].is_active && coversADay(rows[i].range, input)) caps.push(rows[i]);
  }
  return caps.sort((a, b) => (a.cap_id < b.cap_id ? -1 : a.cap_id > b.cap_id ? 1 : 0));
}

function checkLines(charges: Charge[], caps: CapPolicyRow[], verdict: Verdict): void {
  const known = new Set<string>();
  for (let i = 0; i < caps.length; i++) known.add(caps[i].cap_id);
  const seen = new Set<string>();
  for (let i = 0; i < charges.length; i++) {
    const charge = charges[i];
    if (!charge.metadata.has("cap_id")) continue;
    const id = charge.dimensions.get("adjustment_id");
    if (id === null || !known.has(id)) verdict.refuse("cap.unknown", "'" + charge.description + "' comes from a cap that is not in force", charge.charge_id);
    else if (seen.has(id)) verdict.refuse("cap.twice", "cap " + id + " was taken off twice", charge.charge_id);
    else seen.add(id);
    if (!isDeduction(charge)) verdict.refuse("cap.line_type", "'" + charge.description + "' comes from a cap and is of type '" + charge.charge_type + "'", charge.charge_id);
  }
}

function checkCap(cap: CapPolicyRow, charges: Charge[], remainders: Remainders, verdict: Verdict): void {
  const lines: i32[] = [];
  for (let i = 0; i < charges.length; i++) {
    if (isCapped(charges[i], cap)) lines.push(i);
  }
  const left = remainders.sum(lines);
  if (left > cap.cap_cents) verdict.refuse("cap.exceeded", "cap '" + cap.cap_name + "' is " + cap.cap_cents.toString() + " cents, and " + left.toString() + " are left to pay", null);
}

/** As `mod.cap-total` caps: neither lines entered by hand nor credits. */
function isCapped(charge: Charge, cap: CapPolicyRow): bool {
  if (isDeduction(charge) || charge.charge_type == "credit" || charge.charge_type == "manual") return false;
  const plan = cap.plan_id;
  const category = cap.category_id;
  return (plan === null || charge.dimensions.get("plan_id") == plan) && (category === null || charge.dimensions.get("category") == category);
}
