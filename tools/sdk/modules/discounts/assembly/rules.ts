import { AssignmentRow, DiscountPolicyRow, Input, Output, fail } from "@alga/billing-plugin-sdk";
import { assignmentStates, bundleStates, repetitions, windows } from "./policies";
import { Link, Rule } from "./rule";

/** The discounts in force, ascending by discount, plan and assignment. One whose plans nobody has leaves a warning. */
export function rulesInForce(input: Input, output: Output): Rule[] {
  const rows = rowsInForce(input);
  const held = assignmentsByPlan(input);
  const repeat = repetitions().in(input.policies);
  const rules: Rule[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && rows[end].discount_id == rows[start].discount_id) end++;
    const links = linksOf(rows.slice(start, end), held);
    if (links.length > 0) repeat(links, rules);
    else output.warn("discount.plan_not_held", "discount '" + rows[start].discount_name + "' is for plans that the company does not have", rows[start].discount_id);
    start = end;
  }
  return rules;
}

function rowsInForce(input: Input): DiscountPolicyRow[] {
  const inForce = windows().in(input.policies);
  const company = input.context.company.company_id;
  const all = input.facts.rows<DiscountPolicyRow>("DiscountPolicyPack");
  const rows: DiscountPolicyRow[] = [];
  for (let i = 0; i < all.length; i++) {
    const row = all[i];
    if (row.company_id != company || !row.is_active || !inForce(row.range, input)) continue;
    if (row.value.isNegative) fail("discount.negative_value", "discount '" + row.discount_name + "' has a negative value", row.discount_id);
    if (row.discount_type != "percentage" && row.discount_type != "fixed") fail("discount.unknown_type", "discount '" + row.discount_name + "' is neither percentage nor fixed", row.discount_id);
    rows.push(row);
  }
  rows.sort(byDiscountThenPlan);
  return rows;
}

/** The rows of one discount whose plans the company has. Rows that differ in more than the plan are not one discount. */
function linksOf(rows: DiscountPolicyRow[], held: Map<string, string[]>): Link[] {
  const first = rows[0];
  const links: Link[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row.discount_type != first.discount_type || row.value.unscaled != first.value.unscaled || row.value.scale != first.value.scale) {
      fail("discount.rows_differ", "discount '" + first.discount_name + "' has one value for one plan and another for another", first.discount_id);
    }
    const again = i > 0 && rows[i - 1].plan_id == row.plan_id;
    if (!again && held.has(row.plan_id)) links.push(new Link(row, held.get(row.plan_id)));
  }
  return links;
}

/** The ids of the assignments that count, ascending, by plan. */
function assignmentsByPlan(input: Input): Map<string, string[]> {
  const counts = bundleStates().in(input.policies);
  const inForce = assignmentStates().in(input.policies);
  const rows = input.facts.rows<AssignmentRow>("AssignmentPack");
  rows.sort(byAssignment);
  const held = new Map<string, string[]>();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!counts(row) || !inForce(row, input)) continue;
    if (!held.has(row.plan_id)) held.set(row.plan_id, []);
    held.get(row.plan_id).push(row.assignment_id);
  }
  return held;
}

function byDiscountThenPlan(a: DiscountPolicyRow, b: DiscountPolicyRow): i32 {
  if (a.discount_id != b.discount_id) return a.discount_id < b.discount_id ? -1 : 1;
  return a.plan_id < b.plan_id ? -1 : a.plan_id > b.plan_id ? 1 : 0;
}

function byAssignment(a: AssignmentRow, b: AssignmentRow): i32 {
  return a.assignment_id < b.assignment_id ? -1 : a.assignment_id > b.assignment_id ? 1 : 0;
}
