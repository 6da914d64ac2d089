import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "money-nonnegative.wasm"));

/** A document whose charges have these amounts, as they are written. */
const document = (...lines) => {
  const charges = lines.map(
    ([type, amount], i) =>
      `{"charge_id":"c${i}","charge_type":"${type}","currency_code":"USD","description":"d","dimensions":{},"is_taxable":true,"net_amount_cents":${amount},"quantity":"1","service_end":"2025-02-01","service_start":"2025-01-01","unit_price":"1"}`,
  );
  return `{"abi":1,"charges":[${charges.join(",")}],"context":{"now":"2025-02-01T00:00:00Z","period":{"billing_cycle":"monthly","billing_cycle_id":"cy1","end":"2025-02-01","start":"2025-01-01"},"seed":"00","tenant_id":"t1"},"facts":{},"policies":{}}`;
};
const run = (text) => JSON.parse(new TextDecoder().decode(module.runBytes(new TextEncoder().encode(text))));
const refusals = (...lines) => run(document(...lines)).failures.map((failure) => [failure.code, failure.charge_id]);

test("sound amounts pass, discounts and credits below zero among them", () => {
  const text = document(["recurring", 100], ["time", 0], ["discount", -30], ["credit", -9007199254740991], ["usage", "9007199254740991"]);
  assert.deepEqual(run(text), { failures: [], ok: true, warnings: [] });
  assert.equal(run(document()).ok, true);
});

test("every kind of charge that must not be negative is refused by its id", () => {
  for (const type of ["recurring", "time", "usage", "overage", "bundle", "manual"]) {
    assert.deepEqual(refusals(["recurring", 5], [type, -1]), [["money.negative", "c1"]], type);
  }
});

test("an amount that is not a whole number of cents is refused", () => {
  for (const amount of ["1.5", "1.0", "1e3", '"100"', "null", "true", "[]", "{}", "-"]) {
    assert.deepEqual(refusals(["recurring", amount], ["recurring", 5]), [["money.not_whole_cents", "c0"]], amount);
  }
});

test("an amount beyond ±(2^53−1) is refused, however long", () => {
  for (const amount of ["9007199254740992", "-9007199254740992", "9223372036854775807", "99999999999999999999999999", `-1${"0".repeat(400)}`]) {
    assert.deepEqual(refusals(["discount", amount]), [["money.out_of_range", "c0"]], amount);
  }
});

test("a charge without an amount is refused", () => {
  const text = document(["recurring", 1]).replace('"net_amount_cents":1,', "");
  assert.deepEqual(run(text).failures[0].code, "money.not_whole_cents");
});

test("amounts that are sound one by one may not add up beyond the range", () => {
  assert.deepEqual(refusals(["usage", "9007199254740991"], ["usage", 1]), [["money.total_out_of_range", undefined]]);
  assert.deepEqual(refusals(["usage", "9007199254740991"], ["usage", 1], ["discount", -1]), []);
  assert.deepEqual(refusals(["credit", "-9007199254740991"], ["credit", -1]), [["money.total_out_of_range", undefined]]);
  assert.deepEqual(refusals(...Array(3000).fill(["usage", "9007199254740991"]), ...Array(3000).fill(["credit", "-9007199254740991"])), []);
});

test("all refusals of a document are reported, in its order", () => {
  const output = run(document(["recurring", -1], ["recurring", 5], ["recurring", "0.5"], ["time", -7]));
  assert.equal(output.ok, false);
  assert.deepEqual(
    output.failures.map((failure) => [failure.code, failure.charge_id]),
    [
      ["money.negative", "c0"],
      ["money.not_whole_cents", "c2"],
      ["money.negative", "c3"],
    ],
  );
  assert.equal(output.failures[2].message, "charge 'c3' of type 'time' is negative: -7 cents");
});

test("a document without charges to look at is a typed failure", () => {
  assert.equal(run(document().replace('"charges":[],', "")).error.code, "input.charges_missing");
});
