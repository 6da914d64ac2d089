import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { canonical, load } from "@alga/billing-plugin-sdk/testing";
import { amounts, example, parts } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "usage-tiers.wasm"));
const run = (change) => module.run(example((document) => change?.(parts(document), document)));

test("tiers are reached over the period, and every line says why", () => {
  const output = run();
  assert.deepEqual(output.charges[1], {
    charge_type: "usage",
    currency_code: "USD",
    description: "Storage",
    dimensions: { assignment_id: "a1", category: "cloud", plan_id: "p1", plan_type: "usage", service_id: "s1" },
    input_refs: ["u2"],
    is_taxable: true,
    line_key: "u2",
    metadata: {
      config_id: "k1",
      exact_cents: "112.5",
      rate_source: "tiers",
      recorded_quantity: "70",
      tier_path: "20@2.5+50@1.25",
      tier_position: "80",
      unit_of_measure: "GB",
      usage_date: "2025-01-20T00:00:00Z",
    },
    net_amount_cents: 113,
    quantity: "70",
    service_end: "2025-02-01",
    service_start: "2025-01-01",
    tax_region_hint: "US-NY",
    unit_price: "1.614286",
  });
  assert.deepEqual(amounts(output), { u1: 200, u2: 113, u3: 38 }); // 80 · 2.5; 20 · 2.5 + 50 · 1.25; 3 · 12.5
  assert.deepEqual([output.warnings, output.consumed, output.balances], [[], [], []]);
});

test("the output is canonical, and the same whatever the order of rows", () => {
  const text = module.runText(example());
  assert.equal(text, canonical(JSON.parse(text)));
  const shuffled = example((document) => [...Object.values(document.facts), ...Object.values(document.events)].forEach((rows) => rows.reverse()));
  assert.equal(module.runText(shuffled), text);
});

test("a volume has one rate, that of the tier it ends in", () => {
  const volume = (change) => run((part) => {
    part.settings[0].tier_mode = "volume";
    change?.(part);
  });
  assert.deepEqual(amounts(volume()), { u1: 100, u2: 88, u3: 38 }); // 150 in all: 80 · 1.25, 70 · 1.25
  assert.deepEqual(amounts(volume(({ records }) => (records[1].quantity = "20"))), { u1: 200, u2: 50, u3: 38 }); // 100 in all
  assert.equal(volume().charges[0].metadata.rate_source, "volume_tier");
});

test("the last record takes what the period's minimum lacks", () => {
  const output = run(({ settings }) => (settings[1].minimum_usage = "10"));
  const line = output.charges[2];
  assert.deepEqual([line.net_amount_cents, line.quantity, line.metadata.minimum_added, line.metadata.minimum_usage], [125, "10", "7", "10"]);
  assert.deepEqual(amounts(run(({ settings }) => (settings[0].minimum_usage = "200"))), { u1: 200, u2: 175, u3: 38 }); // 20 · 2.5 + 100 · 1.25
  assert.deepEqual(amounts(run(({ settings }) => (settings[0].minimum_usage = "150"))), { u1: 200, u2: 113, u3: 38 });
});

test("a service the plan does not configure has the catalogue's rate", () => {
  const output = run(({ configs }) => configs.pop());
  assert.deepEqual([output.charges[2].net_amount_cents, output.charges[2].metadata.rate_source], [60, "catalog"]);
});

test("a late record changes no other line's id", () => {
  const keys = (output) => output.charges.map((charge) => charge.line_key);
  assert.deepEqual(keys(run()), ["u1", "u2", "u3"]);
  assert.deepEqual(keys(run(({ records }) => records.push({ ...records[0], usage_id: "u0", usage_date: "2025-01-19T00:00:00Z" }))), ["u1", "u0", "u2", "u3"]);
});

test("a quantity of nothing is a line of nothing", () => {
  const output = run(({ records }) => (records[2].quantity = "0"));
  assert.deepEqual([output.charges[2].quantity, output.charges[2].net_amount_cents, output.charges[2].unit_price], ["0", 0, "12.5"]);
});

test("units that no tier covers are billed by the unit, with one warning for all records of the service", () => {
  const output = run(({ tiers }) => (tiers[1].min_quantity = "121"));
  assert.deepEqual(amounts(output), { u1: 200, u2: 288, u3: 38 }); // 20 · 2.5 + 20 · 10 + 30 · 1.25 = 287.5
  assert.deepEqual(output.warnings, [{ code: "usage.beyond_tiers", message: "20 units of service 'Storage' lie in none of its tiers, in 1 record under plan 'Cloud'; they are billed at the rate of one unit", subject: "s1" }]);
  const many = run(({ tiers, records }) => {
    tiers.splice(1);
    for (let i = 0; i < 500; i++) records.push({ ...records[1], usage_id: `v${i}` });
  });
  assert.deepEqual(many.warnings.map((warning) => [warning.code, warning.subject]), [["usage.beyond_tiers", "s1"]]);
  assert.match(many.warnings[0].message, /, in 501 records under plan 'Cloud'; they are billed/);
});

test("what is not there is said", () => {
  const failure = (change) => run(change).error?.code;
  assert.deepEqual(run((_, document) => (document.events.UsageRecordsPack = [])).warnings.map((warning) => warning.code), ["usage.no_records"]);
  assert.equal(failure(({ catalog }) => catalog.pop()), "usage.service_missing");
  assert.equal(failure(({ tiers }) => tiers.splice(0)), "usage.tiers_missing");
  assert.equal(failure(({ tiers }) => (tiers[0].max_quantity = "0")), "usage.tier_bounds");
  assert.equal(failure(({ records }) => (records[0].quantity = "-1")), "usage.quantity_negative");
  assert.equal(failure(({ catalog, configs }) => { catalog[1].default_rate_cents = null; configs[1].custom_rate_cents = null; }), "usage.rate_missing");
  assert.equal(failure((_, document) => (document.scope = null)), "input.scope_missing");
  assert.equal(failure(({ records }) => (records[0].quantity = "999999999999")), undefined);
  assert.equal(failure(({ records, configs }) => { records[2].quantity = "999999999999"; configs[1].custom_rate_cents = "999999999999"; }), "money.overflow");
});
