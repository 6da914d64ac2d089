import { AssignmentRow, Charge, Decimal, Input, Output, Rounding, Switch, Window, coversADay, coversOrTouchesEnd, powerOfTen } from "@alga/billing-plugin-sdk";
import { Link, Rule, once, perAssignment } from "./rule";

type AssignmentState = (row: AssignmentRow, input: Input) => bool;
type BundleState = (row: AssignmentRow) => bool;
type Belongs = (charge: Charge, rule: Rule) => bool;
type Excess = (net: i64, left: i64) => i64;
type Percentage = (rule: Rule, output: Output) => Decimal;
type Repetition = (links: Link[], rules: Rule[]) => void;
type RoundingOf = () => Rounding;

/** Which discounts are in force. */
export function windows(): Switch<Window> {
  return new Switch<Window>("discount_window", "half_open", coversADay).or("closed", coversOrTouchesEnd);
}

/** Which assignments of a discounted plan count by their dates. */
export function assignmentStates(): Switch<AssignmentState> {
  return new Switch<AssignmentState>("discount_assignments", "in_force", isInForce).or("any", whateverItsDates);
}

/** Which assignments of a discounted plan count by where they come from. */
export function bundleStates(): Switch<BundleState> {
  return new Switch<BundleState>("discount_bundles", "included", isBilled).or("ignored", isRowOfThePlan);
}

/** How often a discount is given. */
export function repetitions(): Switch<Repetition> {
  return new Switch<Repetition>("discount_repetition", "once", once).or("per_assignment", perAssignment);
}

/** Which charges a discount is taken off. */
export function bases(): Switch<Belongs> {
  return new Switch<Belongs>("discount_base", "plan", ofItsPlans).or("company", ofTheCompany);
}

/** What a percentage's value means. */
export function percentages(): Switch<Percentage> {
  return new Switch<Percentage>("discount_percentage", "percent_above_one", percentAboveOne).or("fraction", fraction);
}

/** How a discount becomes whole cents. */
export function roundings(): Switch<RoundingOf> {
  return new Switch<RoundingOf>("discount_rounding", "half_away_from_zero", halfAwayFromZero).or("half_up", halfUp);
}

/** What becomes of a discount that is more than what it is taken off. */
export function excesses(): Switch<Excess> {
  return new Switch<Excess>("discount_excess", "limit", limitToWhatIsLeft).or("allow", asItIs);
}

/** In which order discounts are given, and whether percentages are of what the ones before have left. */
export class Stacking {
  constructor(
    readonly order: (rules: Rule[]) => void,
    readonly onWhatIsLeft: bool,
  ) {}
}

/** How several discounts act on one another. */
export function stackings(): Switch<Stacking> {
  return new Switch<Stacking>("discount_stacking", "independent", new Stacking(percentagesFirst, false))
    .or("percentages_first", new Stacking(percentagesFirst, true))
    .or("fixed_first", new Stacking(fixedFirst, true));
}

function isInForce(row: AssignmentRow, input: Input): bool {
  const window = new Switch<Window>("assignment_window", "half_open", coversADay).or("closed", coversOrTouchesEnd).in(input.policies);
  return row.is_active && window(row.range, input);
}

function whateverItsDates(row: AssignmentRow, input: Input): bool {
  return true;
}

/** A bundle's plan is billed by its virtual row; the row with source `bundle-row` is only there to be named by events. */
function isBilled(row: AssignmentRow): bool {
  return row.source != "bundle-row";
}

function isRowOfThePlan(row: AssignmentRow): bool {
  return row.source != "bundle";
}

function ofItsPlans(charge: Charge, rule: Rule): bool {
  const plan = charge.dimensions.get("plan_id");
  return plan !== null && rule.plan_ids.includes(plan);
}

function ofTheCompany(charge: Charge, rule: Rule): bool {
  return true;
}

/** Nobody gives more than everything: a value above one was meant as percent. */
function percentAboveOne(rule: Rule, output: Output): Decimal {
  const value = rule.value;
  if (value.unscaled <= powerOfTen(value.scale)) return value;
  output.warn("discount.whole_number_percentage", "discount '" + rule.name + "' has the value " + value.toString() + ", which is taken for percent", rule.discount_id);
  return new Decimal(value.unscaled, value.scale + 2);
}

function fraction(rule: Rule, output: Output): Decimal {
  return rule.value;
}

function halfAwayFromZero(): Rounding {
  return Rounding.HalfAwayFromZero;
}

function halfUp(): Rounding {
  return Rounding.HalfUp;
}

function limitToWhatIsLeft(net: i64, left: i64): i64 {
  return max<i64>(min<i64>(net, 0), min<i64>(-left, 0));
}

function asItIs(net: i64, left: i64): i64 {
  return net;
}

/** Keeps the order within each kind: by discount, plan and assignment. */
function percentagesFirst(rules: Rule[]): void {
  rules.sort((a, b) => (a.isPercentage != b.isPercentage ? (a.isPercentage ? -1 : 1) : byKey(a, b)));
}

function fixedFirst(rules: Rule[]): void {
  rules.sort((a, b) => (a.isPercentage != b.isPercentage ? (a.isPercentage ? 1 : -1) : byKey(a, b)));
}

function byKey(a: Rule, b: Rule): i32 {
  return a.line_key < b.line_key ? -1 : a.line_key > b.line_key ? 1 : 0;
}
