import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { companyDocument } from "@alga/billing-plugin-sdk/examples";
import { load } from "@alga/billing-plugin-sdk/testing";

const module = await load(path.join(import.meta.dirname, "..", "build", "bucket-balance-nonnegative.wasm"));
const balance = (change = {}) => ({
  assignment_id: "a1",
  closing_minutes: 30,
  expired_minutes: 0,
  expires: "2025-03-01",
  granted_minutes: 600,
  opening_minutes: 30,
  period_end: "2025-02-01",
  period_start: "2025-01-01",
  rolled_over_minutes: 30,
  service_id: "s1",
  used_minutes: 600,
  ...change,
});
const run = (...balances) => module.run(companyDocument({ charges: [], balances })).failures;

test("sound balances pass, and so does a company without buckets", () => {
  assert.deepEqual(run(balance(), balance({ service_id: "s2" }), balance({ assignment_id: "a2" })), []);
  assert.equal(module.run(companyDocument({ charges: [] })).ok, true);
});

test("every quantity below zero is refused and named", () => {
  for (const [field, word] of [["opening", "opening"], ["granted", "granted"], ["used", "used"], ["rolled_over", "rolled over"], ["expired", "expired"], ["closing", "closing"]]) {
    const failures = run(balance({ [`${field}_minutes`]: -1 }));
    assert.deepEqual(failures, [{ code: "bucket.balance_negative", message: `the bucket of service s1 under assignment a1 has -1 ${word} minutes` }], field);
  }
});

test("two balances of one bucket and period are refused", () => {
  assert.deepEqual(run(balance(), balance()).map((failure) => failure.code), ["bucket.balance_twice"]);
  assert.deepEqual(run(balance(), balance({ period_start: "2024-12-01" })), []);
});
