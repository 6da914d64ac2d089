import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { canonical, load } from "@alga/billing-plugin-sdk/testing";
import { amounts, closed, entry, example, movement, parts, state } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "bucket-overage.wasm"));
const run = (change) => module.run(example((document) => change?.(parts(document), document)));

test("what is beyond the allowance is one line that names its entries, what is inside is consumed, and the balance closes", () => {
  assert.deepEqual(run(), {
    balances: [
      { assignment_id: "a1", closing_minutes: 0, expired_minutes: 0, granted_minutes: 600, opening_minutes: 0, period_end: "2025-02-01", period_start: "2025-01-01", rolled_over_minutes: 0, service_id: "s1", used_minutes: 710 },
      { assignment_id: "a1", closing_minutes: 0, expired_minutes: 15, granted_minutes: 60, opening_minutes: 0, period_end: "2025-02-01", period_start: "2025-01-01", rolled_over_minutes: 0, service_id: "s2", used_minutes: 45 },
    ],
    charges: [
      {
        charge_type: "overage",
        currency_code: "USD",
        description: "Remote support",
        dimensions: { assignment_id: "a1", bucket_id: "k1", category: "support", plan_id: "p1", plan_type: "bucket", service_id: "s1" },
        input_refs: ["e2", "e3"],
        is_taxable: true,
        line_key: "s1",
        metadata: { config_id: "k1", entries: 3, granted_minutes: 600, opening_minutes: 0, overage_minutes: 110, overage_rate_cents: "12500.5", used_minutes: 710 },
        net_amount_cents: 22918, // 110 minutes at 12500.5 an hour = 22917.58…
        quantity: "1.833333",
        service_end: "2025-02-01",
        service_start: "2025-01-01",
        tax_region_hint: "US-NY",
        unit_price: "12500.5",
      },
    ],
    consumed: [
      { event_id: "e1", pack: "TimeEntriesPack", part: "whole", reason: "bucket.inside_allowance" },
      { event_id: "e4", pack: "TimeEntriesPack", part: "whole", reason: "bucket.inside_allowance" },
    ],
    warnings: [],
  });
});

test("an allowance that is used up exactly has no overage", () => {
  const output = run(({ hours }) => (hours[0].total_minutes = 710));
  assert.deepEqual([output.charges, movement(output)], [[], [0, 710, 710, 0, 0, 0, undefined]]);
  assert.deepEqual(amounts(run(({ hours }) => (hours[0].total_minutes = 709))), { s1: 208 });
});

test("seconds are added up before minutes are counted", () => {
  const seconds = ({ entries }) => {
    Object.assign(entries[1], { end_time: "2025-01-08T12:00:40.000Z" });
    Object.assign(entries[2], { end_time: "2025-01-09T09:50:19.999Z" });
  };
  assert.equal(movement(run(seconds))[2], 710);
  assert.equal(movement(run((part) => [seconds(part), (part.entries[2].end_time = "2025-01-09T09:50:20.000Z")]))[2], 711);
});

test("what a period leaves over is carried into the next one where the plan allows it, and lapses at its end", () => {
  const january = run(({ entries }) => entries.splice(1, 2));
  assert.deepEqual(movement(january), [0, 600, 480, 120, 0, 120, "2025-03-01"]);
  assert.deepEqual(movement(january, "s2"), [0, 60, 45, 0, 15, 0, undefined]);

  const february = (used, more) =>
    run(({ period, states, entries }) => {
      Object.assign(period, { start: "2025-02-01", end: "2025-03-01" });
      states.push(state("2025-02-01", "2025-03-01", 0, 120, "2025-03-01"));
      entries.splice(0);
      if (used > 0) entries.push(entry("f1", "s1", "2025-02-05T00:00:00.000Z", new Date(Date.UTC(2025, 1, 5, 0, used)).toISOString(), used));
      more?.(states);
    });
  assert.deepEqual(movement(february(0)), [120, 600, 0, 600, 120, 600, "2025-04-01"]);
  assert.deepEqual(movement(february(100)), [120, 600, 100, 600, 20, 600, "2025-04-01"]);
  assert.deepEqual(movement(february(700)), [120, 600, 700, 20, 0, 20, "2025-04-01"]);
  assert.deepEqual([movement(february(730)), amounts(february(730))], [[120, 600, 730, 0, 0, 0, undefined], { s1: 2083 }]);
});

test("an opening that has expired is gone, and one without a day of expiry stays", () => {
  const opening = (row) => movement(run(({ states, entries }) => [entries.splice(0), states.push(row)]));
  assert.deepEqual(opening(state("2025-01-01", "2025-02-01", 0, 30, "2025-01-01")), [0, 600, 0, 600, 0, 600, "2025-03-01"]);
  assert.deepEqual(opening(state("2025-01-01", "2025-02-01", 0, 30, "2025-01-02")), [30, 600, 0, 600, 30, 600, "2025-03-01"]);
  assert.deepEqual(opening(state("2025-01-01", "2025-02-01", 0, 30, "2025-06-01")), [30, 600, 0, 600, 0, 630, "2025-06-01"]);
  assert.deepEqual(opening(state("2025-01-01", "2025-02-01", 0, 30, null)), [30, 600, 0, 600, 0, 630, undefined]);
});

test("the row of the last period opens this one where there is none of its own", () => {
  const opening = (...rows) => movement(run(({ states, entries }) => [entries.splice(0), states.push(...rows)]))[0];
  assert.equal(opening(state("2024-12-01", "2025-01-01", 480, 0)), 120);
  assert.equal(opening(state("2024-12-01", "2025-01-01", 480, 90, "2025-01-01")), 210); // the 90 went first, and 390 of December's own
  assert.equal(opening(state("2024-12-01", "2025-01-01", 60, 90, "2025-01-01")), 600); // the other 30 have lapsed
  assert.equal(opening(state("2024-11-01", "2024-12-01", 0, 0)), 0); // November's lapsed at the end of December
  assert.equal(opening(state("2024-11-01", "2024-12-01", 0, 0), state("2024-12-01", "2025-01-01", 599, 0)), 1);
  assert.equal(opening(state("2025-02-01", "2025-03-01", 0, 77)), 0);
  assert.equal(opening({ ...state("2025-01-01", "2025-02-01", 0, 30), assignment_id: "a2" }, { ...state("2025-01-01", "2025-02-01", 0, 30), service_id: "s2" }), 0);
});

test("what a final run closed opens the next period as it is, and says nothing of a period that was left out", () => {
  const opening = (...rows) => {
    const output = run(({ scope, states, entries }) => [(scope.start_date = "2024-06-01"), entries.splice(0), states.push(...rows)]);
    return [movement(output)[0], output.warnings.map((warning) => warning.code)];
  };
  assert.deepEqual(opening(closed("2025-01-01", "2025-02-01", 120, "2025-02-01")), [120, []]);
  assert.deepEqual(opening(closed("2025-01-01", "2025-02-01", 0)), [0, []]); // nothing was left, and that is known
  assert.deepEqual(opening(closed("2024-12-01", "2025-01-01", 120, "2025-01-01")), [0, ["bucket.opening_assumed"]]); // December was not closed: no hours of it, and November's have lapsed
  assert.deepEqual(opening(closed("2024-12-01", "2025-01-01", 120, null)), [120, ["bucket.opening_assumed"]]);
  assert.deepEqual(opening(closed("2024-12-15", "2025-01-15", 120, null)), [120, ["bucket.opening_assumed"]]); // a cycle was expected to be longer than it became
  assert.deepEqual(opening(closed("2025-02-01", "2025-03-01", 77)), [0, ["bucket.opening_assumed"]]); // a later period says nothing of this one
});

test("an opening that nobody closed is assumed, and said", () => {
  const warnings = (change) => run((part, document) => [(part.scope.start_date = "2024-06-01"), change?.(part, document)]).warnings;
  assert.deepEqual(warnings(), [
    {
      code: "bucket.opening_assumed",
      message: "assignment a1, service 'Remote support': the period before 2025-01-01 is not closed and no earlier balance is known; an opening of 0 minutes is assumed",
      subject: "k1", // of k2 nothing is ever carried
    },
  ]);
  assert.match(warnings(({ states }) => states.push(closed("2024-12-01", "2025-01-01", 90, "2025-06-01")))[0].message, /the last balance known is that of 2024-12-01; an opening of 90 minutes is assumed$/);
  assert.deepEqual(warnings(({ states }) => states.push(state("2024-12-01", "2025-01-01", 580, 0))), []); // the source's own row says what was used
  assert.deepEqual(warnings(({ scope }) => (scope.start_date = "2025-01-01")), []);
  assert.deepEqual(warnings(({ policies }) => (policies.bucket_rollover = "ignored")), []);
  assert.deepEqual(warnings(({ hours }) => (hours[0].rollover_allowed = false)), []);
});

test("time of a service without hours in the plan is billed at the catalogue's rate", () => {
  const output = run(({ entries }) => (entries[3].service_id = "s3"));
  assert.deepEqual(amounts(output), { "entry/e4": 6000, s1: 22918 });
  const line = output.charges.find((charge) => charge.line_key === "entry/e4");
  assert.deepEqual([line.charge_type, line.input_refs, line.quantity], ["time", ["e4"], "0.75"]);
  assert.deepEqual(line.metadata, { billed_minutes: "45", rate_cents: "8000", rate_source: "catalog", start_time: "2025-01-10T09:00:00.000Z" });
});

test("a plan without hours, or without time, has an outcome", () => {
  const none = run(({ configs, entries }) => [configs.splice(0), entries.splice(1)]);
  assert.deepEqual([amounts(none), none.warnings.map((warning) => warning.code)], [{ "entry/e1": 80000 }, ["bucket.no_buckets"]]);
  const unset = run(({ hours, entries }) => [hours.splice(0, 1), entries.splice(1)]);
  assert.deepEqual([amounts(unset), unset.warnings.map((warning) => [warning.code, warning.subject])], [{ "entry/e1": 80000 }, [["bucket.hours_missing", "k1"]]]);
  const idle = run(({ entries }) => entries.splice(0));
  assert.deepEqual([idle.charges, movement(idle), idle.warnings], [[], [0, 600, 0, 600, 0, 600, "2025-03-01"], []]);
});

test("the output is canonical, and the same whatever the order of rows", () => {
  const with_state = (document) => document.facts.BucketStatePack.push(state("2024-12-01", "2025-01-01", 580, 0), state("2024-11-01", "2024-12-01", 0, 0));
  const text = module.runText(example(with_state));
  assert.equal(text, canonical(JSON.parse(text)));
  const shuffled = example((document) => {
    with_state(document);
    for (const rows of [...Object.values(document.facts), ...Object.values(document.events)]) rows.reverse();
  });
  assert.equal(module.runText(shuffled), text);
});

test("what cannot be billed is a typed failure that names it", () => {
  const failure = (change) => {
    const output = run(change);
    assert.deepEqual(Object.keys(output), ["error"]);
    return [output.error.code, output.error.subject];
  };
  assert.deepEqual(failure(({ catalog }) => catalog.shift()), ["bucket.service_missing", "s1"]);
  assert.deepEqual(failure(({ entries }) => (entries[0].service_id = "s7")), ["bucket.service_missing", "e1"]);
  assert.deepEqual(failure(({ entries, catalog }) => [(entries[3].service_id = "s3"), (catalog[2].default_rate_cents = null)]), ["bucket.rate_missing", "s3"]);
  assert.deepEqual(failure(({ hours }) => (hours[0].total_minutes = -1)), ["bucket.allowance_negative", "k1"]);
  assert.deepEqual(failure(({ hours }) => (hours[0].overage_rate_cents = "-1")), ["money.negative", "k1"]);
  assert.deepEqual(failure(({ entries }) => (entries[0].end_time = "2025-01-07T08:00:00Z")), ["time.ends_before_start", "e1"]);
  assert.deepEqual(failure(({ period, entries }) => [(period.billing_cycle = "yearly"), entries.splice(0)]), ["bucket.billing_cycle_unknown", "cy1"]);
  assert.deepEqual(failure((_, document) => delete document.scope), ["input.scope_missing", "scope"]);
});
