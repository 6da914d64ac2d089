import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { canonical, load } from "@alga/billing-plugin-sdk/testing";
import { amounts, entry, example, parts } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "hourly.wasm"));
const run = (change) => module.run(example((document) => change?.(parts(document), document)));
const metadata = (output, key) => output.charges.find((charge) => charge.line_key === key).metadata;

test("an entry is a line that says why it costs what it does", () => {
  const output = run();
  assert.deepEqual(output.charges[0], {
    charge_type: "time",
    currency_code: "USD",
    description: "Remote support",
    dimensions: { assignment_id: "a1", category: "support", plan_id: "p1", plan_type: "hourly", service_id: "s1", user_type: "internal", work_item_type: "ticket" },
    input_refs: ["e1"],
    is_taxable: true,
    line_key: "e1",
    metadata: {
      billed_minutes: "75",
      config_id: "k1",
      end_time: "2025-01-07T10:10:00.000Z",
      rate_cents: "10000",
      rate_source: "catalog",
      round_up_to_minutes: 15,
      start_time: "2025-01-07T09:00:00.000Z",
      worked_minutes: "70",
    },
    net_amount_cents: 12500,
    quantity: "1.25",
    service_end: "2025-02-01",
    service_start: "2025-01-01",
    tax_region_hint: "US-NY",
    unit_price: "10000",
  });
  assert.deepEqual([output.consumed, output.balances, output.warnings], [[], [], []]);
});

test("minimum and step are those of the service in the plan; a service the plan does not configure has neither", () => {
  assert.deepEqual(amounts(run()), { e1: 12500, e2: 2500, e3: 50000 }); // 75, 15 and 200 minutes
  assert.deepEqual([metadata(run(), "e2").minimum_minutes, metadata(run(), "e3").config_id], [15, undefined]);
  assert.deepEqual(amounts(run(({ terms }) => Object.assign(terms, { minimum_billable_minutes: 20, round_up_to_minutes: 0 }))), { e1: 11667, e2: 3333, e3: 50000 });
  assert.deepEqual(amounts(run(({ terms }) => Object.assign(terms, { minimum_billable_minutes: 20, round_up_to_minutes: 15 }))), { e1: 12500, e2: 5000, e3: 50000 }); // the minimum first
});

test("time is billed to the second, rounded to a cent once", () => {
  const output = run(({ entries, terms }) => {
    Object.assign(terms, { minimum_billable_minutes: 0, round_up_to_minutes: 0 });
    Object.assign(entries[0], { end_time: "2025-01-07T10:00:45.500Z", billable_duration_minutes: 60 });
  });
  assert.equal(output.charges[0].net_amount_cents, 10126); // 3645.5 s at 10000 an hour = 10126.388…
  assert.deepEqual([output.charges[0].quantity, metadata(output, "e1").worked_minutes], ["1.012639", "60.758333"]);
  const step = run(({ entries }) => Object.assign(entries[0], { end_time: "2025-01-07T10:00:00.001Z", billable_duration_minutes: 60 }));
  assert.equal(metadata(step, "e1").billed_minutes, "75");
});

test("the minutes marked as billable are what is billed", () => {
  assert.equal(metadata(run(({ entries }) => (entries[2].billable_duration_minutes = 30)), "e3").billed_minutes, "30");
  assert.equal(metadata(run(({ entries }) => (entries[2].billable_duration_minutes = 240)), "e3").billed_minutes, "240");
});

test("an entry of no length costs the minimum, and nothing without one", () => {
  const nothing = ({ entries }) => Object.assign(entries[1], { end_time: entries[1].start_time, billable_duration_minutes: 0 });
  assert.equal(amounts(run(nothing)).e2, 2500);
  const free = run((part) => {
    nothing(part);
    Object.assign(part.terms, { minimum_billable_minutes: 0 });
  });
  assert.deepEqual([amounts(free).e2, free.charges[1].quantity], [0, "0"]);
});

test("a rate for the kind of user goes before the plan's, and that before the catalogue's", () => {
  const source = (change) => [metadata(run(change), "e1").rate_source, metadata(run(change), "e1").rate_cents];
  const custom = ({ configs }) => (configs[0].custom_rate_cents = "12000.5");
  const user = ({ userTypeRates }) => userTypeRates.push({ config_id: "k1", user_type: "internal", rate_cents: "9000" }, { config_id: "k1", user_type: "client", rate_cents: "8000" });
  assert.deepEqual(source(), ["catalog", "10000"]);
  assert.deepEqual(source(custom), ["plan", "12000.5"]);
  assert.deepEqual(source((part) => [custom(part), user(part)]), ["user_type", "9000"]);
  assert.deepEqual(source((part) => [custom(part), user(part), (part.entries[0].user_type = "contractor")]), ["plan", "12000.5"]);
  assert.deepEqual(source((part) => [user(part), (part.entries[0].user_type = null)]), ["catalog", "10000"]);
  assert.equal(amounts(run(custom)).e1, 15001); // 75 minutes at 12000.5 = 15000.625
});

test("the plan's hours of the period add up to overtime, in the order in which they were worked", () => {
  const overtime = (more) => (part) => Object.assign(part.plan, { enable_overtime: true, overtime_threshold_hours: "1.5", ...more });
  const output = run(overtime({ overtime_rate_cents: "20000" }));
  assert.deepEqual(amounts(output), { e1: 12500, e2: 2500, e3: 66667 }); // 90 minutes are reached with e2; all 200 of e3 are beyond
  assert.deepEqual(metadata(output, "e3"), {
    billed_minutes: "200",
    end_time: "2025-01-09T16:20:00.000Z",
    overtime_minutes: "200",
    overtime_rate_cents: "20000",
    overtime_rule: "plan",
    overtime_threshold_hours: "1.5",
    rate_cents: "15000",
    rate_source: "catalog",
    start_time: "2025-01-09T13:00:00.000Z",
    worked_minutes: "200",
  });
  const half = run(overtime({ overtime_threshold_hours: "2" }));
  assert.deepEqual(amounts(half), { e1: 12500, e2: 2500, e3: 71250 }); // 30 minutes at 15000, 170 at one and a half times
  assert.equal(half.charges[2].unit_price, "21375");
  assert.deepEqual(amounts(run(overtime({ overtime_rate_cents: "0", overtime_threshold_hours: "2" }))), amounts(half));
  assert.deepEqual(amounts(run(overtime({ overtime_threshold_hours: null }))), amounts(run()));
});

test("a service with overtime of its own is counted by itself", () => {
  const output = run(({ plan, terms }) => {
    Object.assign(plan, { enable_overtime: true, overtime_threshold_hours: "3", overtime_rate_cents: "20000" });
    Object.assign(terms, { enable_overtime: true, overtime_threshold_hours: "1", overtime_rate_cents: null });
  });
  assert.deepEqual(amounts(output), { e1: 13750, e2: 3750, e3: 51667 }); // 15 and 15 minutes at 15000; of e3 20 minutes at 20000
  assert.deepEqual([metadata(output, "e1").overtime_rule, metadata(output, "e3").overtime_rule], ["service", "plan"]);
});

test("the output is canonical, and the same whatever the order of rows", () => {
  const text = module.runText(example());
  assert.equal(text, canonical(JSON.parse(text)));
  const twice = (document) => document.facts.PlanServiceConfigPack.push({ ...document.facts.PlanServiceConfigPack[0], config_id: "k2" });
  const shuffled = example((document) => {
    twice(document);
    for (const rows of [...Object.values(document.facts), ...Object.values(document.events)]) rows.reverse();
  });
  assert.equal(module.runText(shuffled), module.runText(example(twice)));
  assert.equal(module.runText(example(twice)), text);
});

test("a late entry changes no other line, except in overtime", () => {
  const before = run().charges;
  const after = run(({ entries }) => entries.push(entry("e0", "s1", "2025-01-02T09:00:00.000Z", "2025-01-02T10:00:00.000Z", 60))).charges;
  assert.deepEqual(after.slice(1), before);
});

test("a plan without time is a warning", () => {
  const output = run(({ entries }) => entries.splice(0));
  assert.deepEqual([output.charges, output.warnings], [[], [{ code: "hourly.no_entries", message: "plan 'Support by the hour' has no time in the period; nothing was billed for it", subject: "p1" }]]);
});

test("time billed outside of its assignment has the whole period as service period", () => {
  const [line] = run(({ scope }) => (scope.start_date = "2025-02-01")).charges;
  assert.deepEqual([line.service_start, line.service_end], ["2025-01-01", "2025-02-01"]);
  const [inside] = run(({ scope }) => (scope.end_date = "2025-01-20")).charges;
  assert.deepEqual([inside.service_start, inside.service_end], ["2025-01-01", "2025-01-20"]);
});

test("what cannot be billed is a typed failure that names it", () => {
  const failure = (change) => {
    const output = run(change);
    assert.deepEqual(Object.keys(output), ["error"]);
    return [output.error.code, output.error.subject];
  };
  assert.deepEqual(failure(({ catalog }) => catalog.shift()), ["hourly.service_missing", "e1"]);
  assert.deepEqual(failure(({ entries }) => (entries[0].service_id = null)), ["hourly.service_missing", "e1"]);
  assert.deepEqual(failure(({ catalog }) => (catalog[1].default_rate_cents = null)), ["hourly.rate_missing", "s2"]);
  assert.deepEqual(failure(({ catalog }) => (catalog[1].default_rate_cents = "-1")), ["money.negative", "e3"]);
  assert.deepEqual(failure(({ terms }) => (terms.round_up_to_minutes = -15)), ["hourly.terms_invalid", "s1"]);
  assert.deepEqual(failure(({ entries }) => (entries[0].end_time = "2025-01-07T08:59:59Z")), ["time.ends_before_start", "e1"]);
  assert.deepEqual(failure(({ entries }) => (entries[0].start_time = "2025-01-07 09:00:00Z")), ["instant.malformed", "e1"]);
  assert.deepEqual(failure(({ entries }) => (entries[0].billable_duration_minutes = -1)), ["time.marked_invalid", "e1"]);
  assert.deepEqual(failure((_, document) => delete document.scope), ["input.scope_missing", "scope"]);
  assert.deepEqual(failure(({ policies }) => (policies.hourly_hours = "by_dice")), ["policy.unknown_value", "hourly_hours"]);
});
