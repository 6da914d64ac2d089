import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { canonical, load } from "@alga/billing-plugin-sdk/testing";
import { amounts, example, ofAnotherKind, parts } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "fixed-fmv.wasm"));
const run = (change) => module.run(example((document) => change?.(parts(document), document)));

test("a fee is split by fair market value, and every line says why", () => {
  const output = run();
  assert.deepEqual(output, {
    balances: [],
    charges: [
      {
        charge_type: "recurring",
        currency_code: "USD",
        description: "Desktop care",
        dimensions: { assignment_id: "a1", category: "care", plan_id: "p1", plan_type: "fixed", service_id: "s1" },
        input_refs: [],
        is_taxable: true,
        line_key: "s1",
        metadata: { allocated_cents: 8001, base_rate_cents: 10001, config_id: "k1", fmv_cents: "6000", proportion: "0.8", remainder_cents: 1 },
        net_amount_cents: 8001,
        quantity: "3",
        service_end: "2025-02-01",
        service_start: "2025-01-01",
        tax_region_hint: "US-NY",
        unit_price: "2667",
      },
      {
        charge_type: "recurring",
        currency_code: "USD",
        description: "Backup",
        dimensions: { assignment_id: "a1", plan_id: "p1", plan_type: "fixed", service_id: "s2" },
        input_refs: [],
        is_taxable: false,
        line_key: "s2",
        metadata: { allocated_cents: 2000, base_rate_cents: 10001, config_id: "k2", fmv_cents: "1500", proportion: "0.2", remainder_cents: 0 },
        net_amount_cents: 2000,
        quantity: "1",
        service_end: "2025-02-01",
        service_start: "2025-01-01",
        unit_price: "2000",
      },
    ],
    consumed: [],
    warnings: [],
  });
});

test("the output is canonical, and the same whatever the order of rows", () => {
  const text = module.runText(example());
  assert.equal(text, canonical(JSON.parse(text)));
  const shuffled = example((document) => Object.values(document.facts).forEach((rows) => rows.reverse()));
  assert.equal(module.runText(shuffled), text);
});

test("a prorated fee is rounded once, then split", () => {
  const output = run(({ scope, fee }) => {
    scope.start_date = "2025-01-20";
    fee.enable_proration = true;
  });
  assert.deepEqual(amounts(output), { s1: 3097, s2: 774 }); // 10001 · 12/31 = 3871.35…
  const [line] = output.charges;
  assert.equal(line.service_start, "2025-01-20");
  assert.deepEqual(line.metadata, {
    allocated_cents: 3097,
    base_rate_cents: 10001,
    config_id: "k1",
    covered_days: 12,
    effective_fee_cents: 3871,
    fmv_cents: "6000",
    period_days: 31,
    proportion: "0.8",
    proration_factor: "0.387096774194",
    remainder_cents: 1,
  });
});

test("an assignment that ends pays for the days before its end", () => {
  const output = run(({ scope, fee }) => {
    scope.end_date = "2025-01-11";
    fee.enable_proration = true;
  });
  assert.deepEqual(amounts(output), { s1: 2581, s2: 645 }); // 10001 · 10/31 = 3226.13
  assert.equal(output.charges[0].service_end, "2025-01-11");
});

test("a fee that is not prorated is owed in full for a part of the period", () => {
  assert.deepEqual(amounts(run(({ scope }) => (scope.start_date = "2025-01-31"))), { s1: 8001, s2: 2000 });
});

test("a quarter has its real length", () => {
  const output = run(({ period, plan, scope, fee }) => {
    plan.billing_frequency = "quarterly";
    Object.assign(period, { start: "2025-01-01", end: "2025-04-01", billing_cycle: "quarterly" });
    scope.start_date = "2025-03-01";
    Object.assign(fee, { base_rate_cents: 9000, enable_proration: true });
  });
  assert.deepEqual(amounts(output), { s1: 2480, s2: 620 }); // 31 of 90 days
});

test("equal remainders go to the lower service id", () => {
  const output = run(({ fee, configs, catalog }) => {
    fee.base_rate_cents = 101;
    configs.forEach((config) => (config.quantity = "1"));
    catalog.forEach((entry) => (entry.default_rate_cents = "500"));
  });
  assert.deepEqual(amounts(output), { s1: 51, s2: 50 });
});

test("fractional rates and quantities enter exactly", () => {
  const output = run(({ fee, configs, catalog }) => {
    fee.base_rate_cents = 100000;
    configs[0].quantity = "0.333333";
    catalog[0].default_rate_cents = "0.000003";
    configs[1].quantity = "1";
    catalog[1].default_rate_cents = "0.000001";
  });
  assert.deepEqual(amounts(output), { s1: 50000, s2: 50000 }); // 0.999999 : 1 of 100 000 cents is 49 999.97 : 50 000.02
  assert.equal(output.charges[0].metadata.proportion, "0.49999975");
});

test("a credit plan splits like a fee", () => {
  assert.deepEqual(amounts(run(({ fee }) => (fee.base_rate_cents = -10001))), { s1: -8001, s2: -2000 });
});

test("a fee of zero makes zero lines", () => {
  assert.deepEqual(amounts(run(({ fee }) => (fee.base_rate_cents = 0))), { s1: 0, s2: 0 });
});

test("a quantity that is not stated counts as one, and quantity zero weighs nothing", () => {
  assert.deepEqual(amounts(run(({ configs }) => (configs[0].quantity = null))), { s1: 5715, s2: 4286 }); // 2000 : 1500
  const zero = run(({ configs }) => (configs[0].quantity = "0"));
  assert.deepEqual(amounts(zero), { s1: 0, s2: 10001 });
  assert.equal(zero.charges[0].quantity, "0");
});

test("a plan within a bundle carries the bundle", () => {
  assert.equal(run(({ scope }) => (scope.bundle_id = "b7")).charges[1].dimensions.bundle_id, "b7");
});

test("a service that is configured twice keeps two keys", () => {
  const output = run(({ configs }) => configs.push({ ...configs[0], config_id: "k0", quantity: "1" }));
  assert.deepEqual(
    output.charges.map((charge) => [charge.line_key, charge.metadata.config_id, charge.quantity]),
    [
      ["s1", "k0", "1"],
      ["s1/k1", "k1", "3"],
      ["s2", "k2", "1"],
    ],
  );
});

test("a plan without a fee is not billed, and says so", () => {
  for (const change of [({ fee }) => (fee.base_rate_cents = null), (_, document) => (document.facts.PlanFixedConfigPack = []), ({ fee }) => (fee.plan_id = "p2")]) {
    const output = run(change);
    assert.deepEqual(output.charges, []);
    assert.deepEqual(
      output.warnings.map(({ code, subject }) => [code, subject]),
      [["fixed.fee_missing", "p1"]],
    );
  }
  assert.equal(run(({ fee, policies }) => ((fee.base_rate_cents = null), (policies.fixed_missing_fee = "fail"))).error.code, "fixed.fee_missing");
});

test("a plan without services is not billed, and says so", () => {
  const output = run((_, document) => (document.facts.PlanServiceConfigPack = []));
  assert.deepEqual([output.charges, output.warnings[0].code, output.warnings[0].subject], [[], "fixed.no_services", "p1"]);
});

test("a fee whose services are worth nothing is split by quantity, or as the policy says", () => {
  const worthless = (policy, quantity) => run(({ configs, catalog, policies }) => {
    catalog.forEach((entry) => (entry.default_rate_cents = "0"));
    configs.forEach((config) => (config.quantity = quantity ?? config.quantity));
    if (policy) policies.fixed_zero_fmv = policy;
  });
  assert.deepEqual(amounts(worthless()), { s1: 7501, s2: 2500 });
  assert.deepEqual(amounts(worthless(undefined, "0")), { s1: 5001, s2: 5000 });
  assert.equal(worthless().warnings[0].code, "fixed.zero_fmv");
  assert.deepEqual([worthless("unbilled").charges, worthless("unbilled").warnings[0].code], [[], "fixed.zero_fmv"]);
  assert.equal(worthless("fail").error.code, "fixed.zero_fmv");
});

test("a service without a rate takes no part, and says so", () => {
  const output = run(({ catalog }) => (catalog[0].default_rate_cents = null));
  assert.deepEqual(amounts(output), { s1: 0, s2: 10001 });
  assert.deepEqual([output.warnings[0].code, output.warnings[0].subject], ["fixed.rate_missing", "s1"]);
});

test("what cannot be billed is a typed failure that names it", () => {
  const failure = (change) => {
    const output = run(change);
    assert.deepEqual(Object.keys(output), ["error"]);
    return [output.error.code, output.error.subject];
  };
  assert.deepEqual(failure(({ catalog }) => catalog.shift()), ["fixed.service_missing", "s1"]);
  assert.deepEqual(failure(({ catalog }) => (catalog[1].default_rate_cents = "-5")), ["allocation.negative_weight", "s2"]);
  assert.deepEqual(failure(({ scope }) => (scope.start_date = "2025-02-01")), ["fixed.outside_period", "a1"]);
  assert.deepEqual(failure(({ scope }) => (scope.end_date = "2025-01-01")), ["fixed.outside_period", "a1"]);
  assert.deepEqual(failure((_, document) => (document.facts.PlanPack[0].billing_timing = "whenever")), ["fixed.billing_timing_unknown", "p1"]);
  assert.deepEqual(failure((_, document) => delete document.scope), ["input.scope_missing", "scope"]);
  assert.deepEqual(failure((_, document) => (document.abi = 2)), ["input.abi", "abi"]);
  assert.deepEqual(failure(({ policies }) => (policies.fixed_allocation = "by_dice")), ["policy.unknown_value", "fixed_allocation"]);
  assert.equal(failure(({ catalog }) => (catalog[0].default_rate_cents = "12e3"))[0], "input.malformed");
});

test("rows of other plans and fields nobody knows change nothing", () => {
  const output = run(({ configs, catalog }, document) => {
    configs.push({ ...configs[0], plan_id: "p2", service_id: "s9", config_id: "k9" });
    catalog[0].x_colour = { deep: ["blue", 15] };
    document.context.later = null;
  });
  assert.equal(canonical(output), module.runText(example()));
});

test("fixed services in a plan of another kind are billed at their own fee, else at the catalogue's rate", () => {
  const output = run((_, document) => ofAnotherKind(document));
  assert.deepEqual(amounts(output), { s1: 14999, s2: 1500 }); // 3 at 49.995, rounded once
  assert.deepEqual(output.charges[0].metadata, { config_id: "k1", fee_cents: "4999.5", fee_source: "service" });
  assert.deepEqual(output.charges[1].metadata, { config_id: "k2", fee_cents: "1500", fee_source: "catalog" });
  assert.deepEqual([output.charges[0].dimensions.plan_type, output.charges[0].quantity, output.warnings], ["hourly", "3", []]);
});

test("in a plan of another kind what is not a fixed service is left to others, and one without any rate is a warning", () => {
  const output = run(({ configs, catalog }, document) => {
    ofAnotherKind(document);
    configs[0].configuration_type = "hourly";
    catalog[1].default_rate_cents = null;
  });
  assert.deepEqual([output.charges, output.warnings.map((warning) => [warning.code, warning.subject])], [[], [["fixed.rate_missing", "s2"]]]);
  const withFee = run(({ scope }) => (scope.plan_type = "seats"));
  assert.deepEqual(amounts(withFee), { s1: 8001, s2: 2000 });
});
