import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { charge, companyDocument } from "@alga/billing-plugin-sdk/examples";
import { canonical, damaged, load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "manual-adjustments.wasm"));

const item = (sequence, change) => ({
  item_id: `i${sequence}`,
  sequence,
  service_id: null,
  description: `Item ${sequence}`,
  quantity: "1",
  rate_cents: "1000",
  is_discount: null,
  discount_type: null,
  discount_percentage: null,
  applies_to_service_id: null,
  is_taxable: null,
  ...change,
});
const percent = (sequence, percentage, change) => item(sequence, { is_discount: true, discount_type: "percentage", discount_percentage: percentage, rate_cents: "0", ...change });
const fixed = (sequence, rate, change) => item(sequence, { is_discount: true, discount_type: "fixed", rate_cents: rate, ...change });

const document = (items, { policies = {}, charges = [], change = () => {} } = {}) => {
  const whole = companyDocument({
    charges,
    events: { ManualItemsPack: items },
    facts: {
      CatalogPack: [
        { service_id: "s1", service_name: "Licence", category_id: "licences", tax_region: "US-CA", is_taxable: true },
        { service_id: "s2", service_name: "Travel", category_id: null, tax_region: null, is_taxable: false },
      ],
    },
    policies,
  });
  change(whole);
  return whole;
};
const run = (items, options) => module.run(document(items, options));
const lines = (output) => output.charges.map((line) => [line.line_key, line.charge_type, line.net_amount_cents]);
const codes = (output) => output.warnings.map(({ code, subject }) => [code, subject]);
const failure = (items, options) => {
  const output = run(items, options);
  assert.deepEqual(Object.keys(output), ["error"]);
  return [output.error.code, output.error.subject];
};

test("an item is a line that settles it, taxed as its service is", () => {
  assert.deepEqual(run([item(1, { service_id: "s1", quantity: "2.25", rate_cents: "3333" })]).charges, [
    {
      charge_type: "manual",
      currency_code: "USD",
      description: "Item 1",
      dimensions: { category: "licences", service_id: "s1" },
      input_refs: ["i1"],
      is_taxable: true,
      line_key: "i1",
      metadata: { sequence: 1 },
      net_amount_cents: 7499, // 7499.25
      quantity: "2.25",
      service_end: "2025-02-01",
      service_start: "2025-01-01",
      tax_region_hint: "US-CA",
      unit_price: "3333",
    },
  ]);
});

test("free text is taxed where the company is, unless it says otherwise", () => {
  const taxed = (change, company) => {
    const [line] = run([item(1, change)], { change: ({ context }) => Object.assign(context.company, company) }).charges;
    return [line.is_taxable, line.tax_region_hint];
  };
  assert.deepEqual(taxed(), [true, "US-NY"]);
  assert.deepEqual(taxed({ is_taxable: false }), [false, "US-NY"]);
  assert.deepEqual(taxed({}, { region_code: null }), [true, undefined]);
  assert.deepEqual(taxed({}, { region_code: null, default_tax_region: null }), [false, undefined]);
  assert.deepEqual(taxed({ service_id: "s2" }), [false, undefined]);
  assert.deepEqual(taxed({ service_id: "s2", is_taxable: true }), [true, undefined]);
});

test("half a cent is rounded away from zero", () => {
  assert.deepEqual(lines(run([item(1, { quantity: "1.5", rate_cents: "101" }), item(2, { quantity: "1.5", rate_cents: "-101" })])), [
    ["i1", "manual", 152],
    ["i2", "credit", -152],
  ]);
});

test("a credit is not taxed and not limited", () => {
  const output = run([item(1, { service_id: "s1" }), item(2, { service_id: "s1", rate_cents: "-99999" })]);
  assert.deepEqual(lines(output), [
    ["i1", "manual", 1000],
    ["i2", "credit", -99999],
  ]);
  assert.equal(output.charges[1].is_taxable, false);
  assert.deepEqual(output.warnings, []);
});

test("all items come before all discounts, each by sequence", () => {
  const output = run([percent(1, "10"), item(2), fixed(3, "200"), item(4, { rate_cents: "500" })]);
  assert.deepEqual(lines(output), [
    ["i2", "manual", 1000],
    ["i4", "manual", 500],
    ["i1", "discount", -150],
    ["i3", "discount", -200],
  ]);
});

test("a percentage is of all items, later ones and credits too, less the discounts before it", () => {
  const output = run([item(1, { rate_cents: "10000" }), percent(2, "10"), percent(3, "10"), fixed(4, "-700"), percent(5, "50"), item(6, { rate_cents: "-2000" })]);
  assert.deepEqual(lines(output).slice(2), [
    ["i2", "discount", -800], // of 8000
    ["i3", "discount", -720], // of 7200
    ["i4", "discount", -700],
    ["i5", "discount", -2890], // of 5780
  ]);
  const [first] = output.charges.slice(2);
  assert.deepEqual([first.metadata, first.dimensions, first.is_taxable, first.input_refs], [{ base_cents: 8000, percentage: "10", rule_id: "i2", sequence: 2 }, { adjustment_id: "i2" }, false, ["i2"]]);
});

test("a percentage that states none means its rate", () => {
  assert.equal(run([item(1), percent(2, null, { rate_cents: "12.5" })]).charges[1].net_amount_cents, -125);
});

test("a percentage for a service is of all its lines, or of the last", () => {
  const items = [item(1, { service_id: "s1", rate_cents: "10000" }), item(2, { service_id: "s1", rate_cents: "3000" }), item(3), percent(4, "10", { applies_to_service_id: "s1" })];
  const output = run(items);
  assert.equal(output.charges[3].net_amount_cents, -1300);
  assert.equal(output.charges[3].metadata.applies_to_service_id, "s1");
  assert.equal(run(items, { policies: { manual_discount_lines: "last_of_service" } }).charges[3].net_amount_cents, -300);
});

test("a percentage of less than nothing gives nothing, or by policy costs", () => {
  const items = [item(1), item(2, { rate_cents: "-3000" }), percent(3, "10")];
  const nothing = run(items);
  assert.deepEqual([nothing.charges[2].net_amount_cents, codes(nothing)], [0, [["manual.negative_base", "i3"]]]);
  assert.equal(run(items, { policies: { manual_negative_base: "as_it_is", discount_excess: "allow" } }).charges[2].net_amount_cents, 200);
});

test("a discount takes no more than is left, of its lines or of the whole invoice", () => {
  const much = run([item(1), fixed(2, "1500")]);
  assert.deepEqual([lines(much)[1], codes(much)], [["i2", "discount", -1000], [["manual.limited", "i2"]]]);
  assert.deepEqual([much.charges[1].metadata.unlimited_cents, much.charges[1].metadata.left_cents], [-1500, 1000]);
  assert.equal(run([item(1), fixed(2, "1500")], { policies: { discount_excess: "allow" } }).charges[1].net_amount_cents, -1500);
  const beside = run([fixed(1, "1500")], { charges: [charge("c1", { net_amount_cents: 9000 })] });
  assert.deepEqual([beside.charges[1].net_amount_cents, beside.warnings], [-1500, []]);
  const afterAll = run([item(1, { service_id: "s1" }), percent(2, "100"), percent(3, "50", { applies_to_service_id: "s1" })]);
  assert.deepEqual(lines(afterAll).slice(1), [
    ["i2", "discount", -1000],
    ["i3", "discount", 0],
  ]);
});

test("charges of plans come back as they are", () => {
  const charges = [charge("c1"), charge("c2", { input_refs: ["e1"], metadata: { tier: 1 } })];
  assert.deepEqual(run([item(1)], { charges }).charges.slice(0, 2), charges);
});

test("the output is canonical, and the same whatever the order of rows", () => {
  const shuffled = document([item(1), percent(2, "10"), item(2, { item_id: "i2b" }), fixed(3, "7")]);
  const text = module.runText(shuffled);
  assert.equal(text, canonical(JSON.parse(text)));
  shuffled.events.ManualItemsPack.reverse();
  shuffled.facts.CatalogPack.reverse();
  assert.equal(module.runText(shuffled), text);
});

test("what cannot be billed is a typed failure that names it", () => {
  assert.deepEqual(failure([item(1, { service_id: "s9" })]), ["manual.service_missing", "s9"]);
  assert.deepEqual(failure([item(1), percent(2, "10", { applies_to_service_id: "s1" })]), ["manual.service_not_listed", "s1"]);
  assert.deepEqual(failure([item(1), percent(2, "-10")]), ["manual.negative_percentage", "i2"]);
  assert.deepEqual(failure([item(1), fixed(2, "1")], { policies: { discount_excess: "by_dice" } }), ["policy.unknown_value", "discount_excess"]);
  assert.equal(failure([item(1, { quantity: "1e3" })])[0], "input.malformed");
  assert.equal(failure([item(1, { quantity: "999999999999", rate_cents: "999999" })])[0], "money.overflow");
});

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(document([item(1, { service_id: "s1" }), percent(2, "10"), fixed(3, "90")]), 2000)) {
    const output = JSON.parse(new TextDecoder().decode(module.runBytes(bytes)));
    if (output.error) failures++;
    else assert.ok(Array.isArray(output.charges));
  }
  assert.ok(failures > 600, `${failures} of 2000 documents were refused`);
});
