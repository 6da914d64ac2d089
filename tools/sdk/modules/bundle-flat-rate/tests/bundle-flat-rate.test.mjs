import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { canonical, load } from "@alga/billing-plugin-sdk/testing";
import { amounts, charge, example, parts } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "bundle-flat-rate.wasm"));
const run = (change) => module.run(example((document) => change?.(parts(document), document)));
const failure = (change) => {
  const output = run(change);
  assert.deepEqual(Object.keys(output), ["error"]);
  return [output.error.code, output.error.subject];
};

test("a rate takes the place of its assignment's charges, and their events are consumed", () => {
  const output = run();
  assert.deepEqual(amounts(output), { d: 800, e: 4000, ca1: 9900 });
  assert.deepEqual(output.consumed, [{ event_id: "e1", pack: "TimeEntriesPack", part: "whole", reason: "bundle.rate" }]);
  assert.deepEqual(output.charges[2], {
    charge_type: "bundle",
    currency_code: "USD",
    description: "Managed office (Bundle: Office)",
    dimensions: { assignment_id: "ca1", bundle_id: "b1", plan_id: "p1", plan_type: "fixed" },
    input_refs: [],
    is_taxable: true,
    line_key: "ca1",
    metadata: { company_bundle_id: "cb1", custom_rate_cents: 9900, replaced_cents: 11700, replaced_charges: 3, services: 2, taxable_services: 1 },
    net_amount_cents: 9900,
    quantity: "1",
    service_end: "2025-02-01",
    service_start: "2025-01-01",
    unit_price: "9900",
  });
});

test("charges of other assignments come back to the byte", () => {
  const document = example();
  const passedOn = JSON.parse(module.runText(document)).charges.slice(0, 2);
  assert.deepEqual(passedOn, document.charges.slice(3));
});

test("the output is canonical, and the same whatever the order of rows", () => {
  const document = example(({ facts }) => (facts.BundlePack[1].custom_rate_cents = 500));
  const text = module.runText(document);
  assert.equal(text, canonical(JSON.parse(text)));
  for (const rows of [...Object.values(document.facts), ...Object.values(document.events)]) rows.reverse();
  assert.equal(module.runText(document), text);
});

test("under bundle_components=kept only recurring charges give way", () => {
  const output = run(({ policies }) => (policies.bundle_components = "kept"));
  assert.deepEqual(amounts(output), { c: 700, d: 800, e: 4000, ca1: 9900 });
  assert.deepEqual(output.consumed, []);
});

test("a plan without charges is billed its rate all the same", () => {
  const output = run((_, document) => (document.charges = []));
  assert.deepEqual(amounts(output), { ca1: 9900 });
  assert.deepEqual([output.charges[0].metadata.replaced_charges, output.charges[0].metadata.replaced_cents], [0, 0]);
});

test("a rate of zero is a line of zero", () => {
  assert.equal(amounts(run(({ rate }) => (rate.custom_rate_cents = 0))).ca1, 0);
});

test("a bundle that is switched off, over or to come changes nothing", () => {
  const untouched = { a: 6000, b: 5000, c: 700, d: 800, e: 4000 };
  assert.deepEqual(amounts(run(({ rate }) => (rate.is_active = false))), untouched);
  assert.deepEqual(amounts(run(({ rate }) => (rate.end_date = "2025-01-01"))), untouched);
  assert.deepEqual(amounts(run(({ rate }) => (rate.start_date = "2025-02-01"))), untouched);
  assert.deepEqual(amounts(run(({ rate }) => (rate.custom_rate_cents = null))), untouched);
});

test("a closed window takes in a bundle that starts on an exclusive end, for that day", () => {
  const touching = (convention) =>
    run(({ rate, policies }, document) => {
      rate.start_date = "2025-02-01";
      policies.assignment_window = "closed";
      document.facts.BillingCyclesPack[0].end_convention = convention;
    });
  const [line] = touching("exclusive").charges.slice(-1);
  assert.deepEqual([line.net_amount_cents, line.service_start, line.service_end], [9900, "2025-02-01", "2025-02-02"]);
  assert.equal(amounts(touching("inclusive-explicit")).ca1, undefined);
  assert.deepEqual(failure(({ rate, policies }, document) => ((rate.start_date = "2025-02-01"), (policies.assignment_window = "closed"), (document.facts.BillingCyclesPack = []))), ["cycle.missing", "cy1"]);
});

test("part of a period costs the whole rate, or its days", () => {
  const partial = (policy) =>
    run(({ rate, policies }) => {
      Object.assign(rate, { custom_rate_cents: 10000, start_date: "2025-01-11", end_date: "2025-01-21" });
      if (policy) policies.bundle_proration = policy;
    }).charges.at(-1);
  assert.deepEqual([partial().net_amount_cents, partial().service_start, partial().service_end], [10000, "2025-01-11", "2025-01-21"]);
  const prorated = partial("by_days");
  assert.equal(prorated.net_amount_cents, 3226); // 10000 · 10/31 = 3225.8
  assert.deepEqual(
    [prorated.metadata.covered_days, prorated.metadata.period_days, prorated.metadata.proration_factor, prorated.metadata.effective_rate_cents],
    [10, 31, "0.322580645161", 3226],
  );
});

/** The lines of the rate: line_key to days and cents. */
const billed = (change) =>
  Object.fromEntries(run(change).charges.filter((line) => line.charge_type === "bundle").map((line) => [line.line_key, [`${line.service_start}..${line.service_end}`, line.net_amount_cents]]));

test("a quarterly plan is billed for its terms, in the month of their anniversary or of the last day", () => {
  const quarterly = (change) => billed((part) => ((part.plan.billing_frequency = "quarterly"), change(part)));
  const from = (start) => quarterly(({ rate }) => (rate.start_date = start));
  assert.deepEqual(from("2024-10-15"), { "ca1/2024-10-15": ["2024-10-15..2025-01-15", 9900] });
  assert.deepEqual(from("2024-10-01"), { "ca1/2024-10-01": ["2024-10-01..2025-01-01", 9900] });
  assert.deepEqual(from("2024-01-31"), { "ca1/2024-10-31": ["2024-10-31..2025-01-31", 9900] });
  assert.deepEqual([from("2024-11-15"), from("2025-01-15")], [{}, {}]);
  const ending = (end, policies) =>
    quarterly((part) => (Object.assign(part.rate, { start_date: "2024-11-15", end_date: end }), Object.assign(part.policies, policies)));
  assert.deepEqual(ending("2025-01-20"), { "ca1/2024-11-15": ["2024-11-15..2025-01-20", 9900] });
  assert.deepEqual(ending("2025-01-20", { bundle_proration: "by_days" }), { "ca1/2024-11-15": ["2024-11-15..2025-01-20", 7102] }); // 66 of 92 days: 7102.1…
  assert.deepEqual(ending("2025-02-01"), { "ca1/2024-11-15": ["2024-11-15..2025-02-01", 9900] });
  assert.deepEqual(ending("2025-02-02"), {});
});

test("in advance the next period is billed, and the first with it", () => {
  const advance = (change) => billed((part) => ((part.plan.billing_timing = "advance"), (part.policies.bundle_proration = "by_days"), change?.(part)));
  assert.deepEqual(advance(), { ca1: ["2025-02-01..2025-03-01", 9900] });
  assert.deepEqual(advance(({ rate }) => (rate.start_date = "2025-01-20")), { ca1: ["2025-02-01..2025-03-01", 9900], "ca1/2025-01-01": ["2025-01-20..2025-02-01", 3832] }); // 12 of 31 days
  assert.deepEqual(advance(({ rate }) => (rate.end_date = "2025-02-15")), { ca1: ["2025-02-01..2025-02-15", 4950] });
  assert.deepEqual(advance(({ plan, rate }) => ((plan.billing_frequency = "quarterly"), (rate.start_date = "2024-10-15"))), { "ca1/2025-01-15": ["2025-01-15..2025-04-15", 9900] });
});

test("what was paid in advance still covers the events of the last period", () => {
  const output = run(({ plan, rate }) => ((plan.billing_timing = "advance"), (rate.end_date = "2025-02-01")));
  assert.deepEqual(output.charges.map((line) => line.line_key), ["d", "e"]);
  assert.deepEqual(output.consumed.map((consumed) => consumed.event_id), ["e1"]);
});

test("one taxable service makes the line taxable", () => {
  const taxable = (change) => run(change).charges.at(-1).is_taxable;
  assert.equal(taxable(({ catalog }) => (catalog[0].is_taxable = false)), false);
  assert.equal(taxable(({ configs }) => configs.splice(0, 2)), true);
  assert.equal(taxable(({ catalog, policies }) => ((catalog[0].is_taxable = false), (policies.bundle_taxability = "always"))), true);
});

test("a rate is spread over the services by fair market value", () => {
  const output = run(({ policies }) => (policies.bundle_rate = "spread"));
  const [desktop, backup] = output.charges.slice(-2);
  assert.deepEqual(
    [desktop, backup].map((line) => [line.line_key, line.net_amount_cents, line.quantity, line.unit_price, line.is_taxable, line.tax_region_hint, line.dimensions.service_id, line.dimensions.category]),
    [
      ["ca1/s1", 7920, "3", "2640", true, "US-NY", "s1", "care"], // 6000 : 1500
      ["ca1/s2", 1980, "1", "1980", false, undefined, "s2", undefined],
    ],
  );
  assert.deepEqual(desktop.metadata, {
    allocated_cents: 7920,
    company_bundle_id: "cb1",
    config_id: "k1",
    custom_rate_cents: 9900,
    fmv_cents: "6000",
    proportion: "0.8",
    remainder_cents: 0,
    replaced_cents: 11700,
    replaced_charges: 3,
  });
});

test("services worth nothing share the rate by quantity, else evenly", () => {
  const worthless = (quantity) =>
    amounts(
      run(({ catalog, configs, policies }) => {
        policies.bundle_rate = "spread";
        catalog.forEach((entry) => (entry.default_rate_cents = null));
        configs.forEach((config) => (config.quantity = quantity ?? config.quantity));
      }),
    );
  assert.deepEqual([worthless()["ca1/s1"], worthless()["ca1/s2"]], [7425, 2475]); // 3 : 1
  assert.deepEqual([worthless("0")["ca1/s1"], worthless("0")["ca1/s2"]], [4950, 4950]);
});

test("a plan without services keeps its rate on one line, and says so", () => {
  const output = run(({ configs, policies }) => ((policies.bundle_rate = "spread"), configs.splice(0, 2)));
  assert.equal(amounts(output).ca1, 9900);
  assert.deepEqual([output.warnings[0].code, output.warnings[0].subject], ["bundle.no_services", "p1"]);
});

test("a service that is configured twice keeps two keys", () => {
  const output = run(({ configs, policies }) => ((policies.bundle_rate = "spread"), configs.push({ ...configs[0], config_id: "k0", quantity: "1" })));
  assert.deepEqual([...output.charges.slice(-3).map((line) => line.line_key)], ["ca1/s1", "ca1/s1/k1", "ca1/s2"]);
});

test("what cannot be billed is a typed failure that names it", () => {
  assert.deepEqual(failure(({ catalog }) => catalog.shift()), ["bundle.service_missing", "s1"]);
  assert.deepEqual(failure((_, document) => document.facts.PlanPack.shift()), ["bundle.plan_missing", "p1"]);
  assert.deepEqual(failure(({ plan }) => (plan.billing_timing = "sometimes")), ["bundle.billing_timing_unknown", "p1"]);
  assert.deepEqual(failure(({ plan }) => (plan.billing_frequency = "hourly")), ["cycle.unknown", "hourly"]);
  assert.deepEqual(failure(({ rows }) => rows.push({ ...rows[0] })), ["bundle.assignment_twice", "ca1"]);
  assert.deepEqual(failure(({ policies }) => (policies.bundle_rate = "by_dice")), ["policy.unknown_value", "bundle_rate"]);
  assert.deepEqual(failure((_, document) => (document.abi = 2)), ["input.abi", "abi"]);
  assert.equal(failure(({ charges }) => (charges[0].net_amount_cents = "60"))[0], "input.malformed");
  assert.equal(failure(({ charges }) => charges.push(charge("f", { net_amount_cents: 2 ** 53 - 1 })))[0], "money.overflow");
});
