import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { canonical, damaged, load, sequence } from "@alga/billing-plugin-sdk/testing";
import { charge, discount, discounts, example } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "discounts.wasm"));
const run = (change) => module.run(example(change));
const codes = (output) => output.warnings.map(({ code, subject }) => [code, subject]);
const failure = (change) => {
  const output = run(change);
  assert.deepEqual(Object.keys(output), ["error"]);
  return [output.error.code, output.error.subject];
};

test("a percentage is a negative, untaxed line of its own that names its rule and its charges", () => {
  const document = example();
  const output = module.run(document);
  assert.deepEqual(output.charges.slice(0, 3), document.charges);
  assert.deepEqual(output.charges.slice(3), [
    {
      charge_type: "discount",
      currency_code: "USD",
      derived_from: ["a".padEnd(32, "0"), "b".padEnd(32, "0")],
      description: "Discount d1",
      dimensions: { adjustment_id: "d1", plan_id: "p1" },
      input_refs: [],
      is_taxable: false,
      line_key: "d1",
      metadata: { base_cents: 10000, discount_type: "percentage", rule_id: "d1", value: "0.15" },
      net_amount_cents: -1500,
      quantity: "1",
      service_end: "2025-02-01",
      service_start: "2025-01-01",
      unit_price: "-1500",
    },
  ]);
  assert.deepEqual(output.warnings, []);
});

test("a fixed discount is its cents", () => {
  const output = run(({ rules }) => Object.assign(rules[0], { discount_type: "fixed", value: "2500" }));
  assert.deepEqual(discounts(output), { d1: -2500 });
  assert.deepEqual(output.charges[3].metadata, { discount_type: "fixed", rule_id: "d1", value: "2500" });
});

test("the output is canonical, and the same whatever the order of rows", () => {
  const document = example(({ rules }) => rules.push(discount("d1", "percentage", "0.15", { plan_id: "p2" }), discount("d0", "fixed", "100"), discount("d2", "percentage", "0.05")));
  const text = module.runText(document);
  assert.equal(text, canonical(JSON.parse(text)));
  for (const rows of Object.values(document.facts)) rows.reverse();
  assert.equal(module.runText(document), text);
});

test("half a cent is rounded away from zero, or by the legacy rule up", () => {
  const half = (policy) => discounts(run(({ charges, policies }) => ((charges[0].net_amount_cents = 6010), Object.assign(policies, policy)))).d1; // 15 % of 10010 is 1501.5
  assert.deepEqual([half(), half({ discount_rounding: "half_up" })], [-1502, -1501]);
});

test("a discount is on its plans, or on the company", () => {
  assert.deepEqual(discounts(run(({ policies }) => (policies.discount_base = "company"))), { d1: -2250 }); // 15 % of 15000
});

test("discounts, credits and manual lines are in no base", () => {
  const output = run(({ charges }) => charges.push(charge("m", 900, "p1", { charge_type: "manual" }), charge("r", -900, "p1", { charge_type: "credit" }), charge("x", -100, "p1", { charge_type: "discount" })));
  assert.deepEqual(discounts(output), { d1: -1500 });
});

test("a discount for two plans is one line, or one for each assignment of each plan", () => {
  const both = (policy) =>
    run(({ rules, assignments, assignment, policies }) => {
      rules.push(discount("d1", "percentage", "0.15", { plan_id: "p2" }));
      assignments.push(assignment("p1", { assignment_id: "a-p1-again" }));
      if (policy) policies.discount_repetition = policy;
    });
  assert.deepEqual(discounts(both()), { d1: -2250 });
  assert.equal(both().charges[3].dimensions.plan_id, undefined);
  assert.deepEqual(discounts(both("per_assignment")), { "d1/p1/a-p1": -1500, "d1/p1/a-p1-again": -1500, "d1/p2/a-p2": -750 });
  assert.equal(both("per_assignment").charges[3].metadata.assignment_id, "a-p1");
});

test("a window is half-open, or takes in its touch of an exclusive end", () => {
  const window = (dates, policies) => discounts(run((parts) => (Object.assign(parts.rules[0], dates), Object.assign(parts.policies, policies)))).d1;
  assert.equal(window({ start_date: "2025-01-31" }), -1500);
  assert.equal(window({ start_date: "2025-02-01" }), undefined);
  assert.equal(window({ start_date: "2025-02-01" }, { discount_window: "closed" }), -1500);
  assert.equal(window({ start_date: "2025-02-02" }, { discount_window: "closed" }), undefined);
  assert.equal(window({ end_date: "2025-01-02" }), -1500);
  assert.equal(window({ end_date: "2025-01-01" }), undefined);
  assert.equal(window({ is_active: false }), undefined);
  assert.equal(window({ company_id: "c2" }), undefined);
  const [line] = run(({ rules }) => Object.assign(rules[0], { start_date: "2025-01-11", end_date: "2025-01-21" })).charges.slice(3);
  assert.deepEqual([line.service_start, line.service_end], ["2025-01-11", "2025-01-21"]);
});

test("a plan that the company does not have earns no discount, and that is said", () => {
  const ended = (policies) => run((parts) => ((parts.assignments[0].end_date = "2025-01-01"), Object.assign(parts.policies, policies)));
  assert.deepEqual([discounts(ended()), codes(ended())], [{}, [["discount.plan_not_held", "d1"]]]);
  assert.deepEqual(discounts(ended({ discount_assignments: "any" })), { d1: -1500 });
});

test("a bundle's plan earns the discount, or only a row of the plan's own", () => {
  const bundled = (source, policies) => discounts(run((parts) => ((parts.assignments[0].source = source), Object.assign(parts.policies, policies)))).d1;
  assert.deepEqual([bundled("bundle"), bundled("bundle-row")], [-1500, undefined]);
  const ignored = { discount_bundles: "ignored" };
  assert.deepEqual([bundled("bundle", ignored), bundled("bundle-row", ignored), bundled("direct", ignored)], [undefined, -1500, -1500]);
});

test("a discount without charges is not given, and that is said", () => {
  const output = run(({ document }) => (document.charges = []));
  assert.deepEqual([output.charges, codes(output)], [[], [["discount.nothing_to_discount", "d1"]]]);
});

test("a discount on charges of zero is a line of zero", () => {
  assert.deepEqual(discounts(run(({ charges }) => charges.forEach((line) => (line.net_amount_cents = 0)))), { d1: 0 });
});

test("a value above one is percent, or ten times the base where that is the policy", () => {
  const whole = (policies) => run((parts) => ((parts.rules[0].value = "10"), Object.assign(parts.policies, policies)));
  assert.deepEqual([discounts(whole()), codes(whole())], [{ d1: -1000 }, [["discount.whole_number_percentage", "d1"]]]);
  assert.deepEqual(discounts(whole({ discount_percentage: "fraction" })), { d1: -10000 });
  assert.deepEqual(discounts(whole({ discount_percentage: "fraction", discount_excess: "allow" })), { d1: -100000 });
  assert.deepEqual(discounts(run(({ rules }) => (rules[0].value = "1"))), { d1: -10000 });
  assert.deepEqual(discounts(run(({ rules }) => (rules[0].value = "12.5"))), { d1: -1250 });
});

test("a discount takes no more than is left of its charges", () => {
  const much = (policies) => run((parts) => (parts.rules.push(discount("d2", "fixed", "9000")), Object.assign(parts.policies, policies)));
  const limited = much();
  assert.deepEqual([discounts(limited), codes(limited)], [{ d1: -1500, d2: -8500 }, [["discount.limited", "d2"]]]);
  assert.deepEqual(limited.charges[4].metadata, { discount_type: "fixed", left_cents: 8500, rule_id: "d2", unlimited_cents: -9000, value: "9000" });
  assert.deepEqual(discounts(much({ discount_excess: "allow" })), { d1: -1500, d2: -9000 });
});

test("what coupons and caps took before is not there to be taken again", () => {
  const coupon = charge("x", -9500, "p1", { charge_type: "discount", derived_from: ["a".padEnd(32, "0"), "b".padEnd(32, "0")] });
  assert.deepEqual(discounts(run(({ charges }) => charges.push(coupon))), { d1: -500 });
  assert.deepEqual(discounts(run(({ charges }) => charges.push({ ...coupon, derived_from: undefined }))), { d1: -1500 }); // off all 15000: 3667 are left of the plan
});

test("a plan that comes to less than nothing earns nothing, or by policy pays", () => {
  const negative = (policies) => discounts(run((parts) => ((parts.charges[0].net_amount_cents = -6000), Object.assign(parts.policies, policies))));
  assert.deepEqual(negative(), { d1: 0 });
  assert.deepEqual(negative({ discount_excess: "allow" }), { d1: 300 });
});

test("percentages are independent, or of what those before them have left", () => {
  const stacked = (stacking) =>
    discounts(
      run(({ rules, policies }) => {
        rules.push(discount("d0", "fixed", "1000"), discount("d2", "percentage", "0.1"));
        if (stacking) policies.discount_stacking = stacking;
      }),
    );
  assert.deepEqual(stacked(), { d0: -1000, d1: -1500, d2: -1000 });
  assert.deepEqual(stacked("percentages_first"), { d0: -1000, d1: -1500, d2: -850 });
  assert.deepEqual(stacked("fixed_first"), { d0: -1000, d1: -1350, d2: -765 });
});

test("however many discounts there are, no charge is discounted below zero", () => {
  const below = sequence(11);
  for (let round = 0; round < 200; round++) {
    const output = run(({ charges, rules, policies }) => {
      charges.length = 0;
      for (let i = 0; i <= below(6); i++) charges.push(charge(`k${i}`, below(9000), below(2) ? "p1" : "p2"));
      rules.length = 0;
      for (let i = 0; i <= below(5); i++) {
        const plans = [["p1"], ["p2"], ["p1", "p2"]][below(3)];
        const [type, value] = below(2) ? ["fixed", String(below(9000))] : ["percentage", `0.${1 + below(9)}`];
        plans.forEach((plan_id) => rules.push(discount(`d${i}`, type, value, { plan_id })));
      }
      policies.discount_stacking = ["independent", "percentages_first", "fixed_first"][below(3)];
    });
    for (const plans of [["p1"], ["p2"], ["p1", "p2"]]) {
      const charged = output.charges.filter((line) => line.charge_id && plans.includes(line.dimensions.plan_id));
      const ids = charged.map((line) => line.charge_id);
      const given = output.charges.filter((line) => line.derived_from?.every((id) => ids.includes(id)));
      const left = [...charged, ...given].reduce((sum, line) => sum + line.net_amount_cents, 0);
      assert.ok(left >= 0, `round ${round}: ${plans} come to ${left}`);
    }
  }
});

test("what cannot be billed is a typed failure that names it", () => {
  assert.deepEqual(failure(({ rules }) => (rules[0].value = "-0.1")), ["discount.negative_value", "d1"]);
  assert.deepEqual(failure(({ rules }) => (rules[0].discount_type = "gift")), ["discount.unknown_type", "d1"]);
  assert.deepEqual(failure(({ rules }) => rules.push(discount("d1", "percentage", "0.2", { plan_id: "p2" }))), ["discount.rows_differ", "d1"]);
  assert.deepEqual(failure(({ policies }) => (policies.discount_base = "by_dice")), ["policy.unknown_value", "discount_base"]);
  assert.deepEqual(failure(({ rules }) => (rules[0].value = "12e3"))[0], "input.malformed");
  assert.deepEqual(failure(({ charges }) => charges.push(charge("z", 2 ** 53 - 1, "p1")))[0], "money.overflow");
  assert.deepEqual(failure(({ document }) => (document.abi = 2)), ["input.abi", "abi"]);
});

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(example(({ rules }) => rules.push(discount("d2", "fixed", "90"))), 2000)) {
    const output = JSON.parse(new TextDecoder().decode(module.runBytes(bytes)));
    if (output.error) failures++;
    else assert.ok(Array.isArray(output.charges));
  }
  assert.ok(failures > 600, `${failures} of 2000 documents were refused`);
});
