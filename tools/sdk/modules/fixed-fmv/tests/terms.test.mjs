import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { load } from "@alga/billing-plugin-sdk/testing";
import { example, parts } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "fixed-fmv.wasm"));
const run = (change) => module.run(example((document) => change?.(parts(document), document)));
const advance = (change) => run((part, document) => {
  part.plan.billing_timing = "advance";
  part.fee.enable_proration = true;
  change?.(part, document);
});
/** The terms that were billed: days of service and cents. */
const terms = (output) => {
  const sums = new Map();
  for (const line of output.charges) {
    const days = `${line.service_start}..${line.service_end}`;
    sums.set(days, (sums.get(days) ?? 0) + line.net_amount_cents);
  }
  return Object.fromEntries(sums);
};
const keys = (output) => output.charges.map((line) => line.line_key);

test("in advance the next period is billed", () => {
  const output = advance();
  assert.deepEqual(terms(output), { "2025-02-01..2025-03-01": 10001 });
  assert.deepEqual(keys(output), ["s1", "s2"]);
});

test("the period in which an assignment begins is billed with the next one", () => {
  const output = advance(({ scope }) => (scope.start_date = "2025-01-20"));
  assert.deepEqual(terms(output), { "2025-01-20..2025-02-01": 3871, "2025-02-01..2025-03-01": 10001 }); // 12 of 31 days
  assert.deepEqual(keys(output), ["s1/2025-01-01", "s2/2025-01-01", "s1", "s2"]);
  assert.deepEqual(Object.keys(terms(advance(({ scope }) => (scope.start_date = "2025-01-01")))), ["2025-01-01..2025-02-01", "2025-02-01..2025-03-01"]);
});

test("what ends in the next period is billed for its days of it", () => {
  assert.deepEqual(terms(advance(({ scope }) => (scope.end_date = "2025-02-15"))), { "2025-02-01..2025-02-15": 5001 }); // 14 of 28 days: 5000.5
});

test("what ends with the period is not billed again, and says so", () => {
  const output = advance(({ scope }) => (scope.end_date = "2025-02-01"));
  assert.deepEqual([terms(output), output.warnings.map((warning) => warning.code)], [{}, ["fixed.nothing_in_term"]]);
});

test("period after period, advance and arrears bill every day once", () => {
  const months = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"];
  const billed = (timing) => {
    const all = {};
    for (let i = 0; i + 1 < months.length; i++) {
      const scope = { start_date: "2025-01-10", end_date: "2025-04-11" };
      Object.assign(all, terms(run((part) => {
        part.plan.billing_timing = timing;
        part.fee.enable_proration = true;
        Object.assign(part.scope, scope);
        Object.assign(part.period, { start: months[i], end: months[i + 1] });
      })));
    }
    return all;
  };
  const expected = { "2025-01-10..2025-02-01": 7097, "2025-02-01..2025-03-01": 10001, "2025-03-01..2025-04-01": 10001, "2025-04-01..2025-04-11": 3334 };
  assert.deepEqual(billed("arrears"), expected);
  assert.deepEqual(billed("advance"), expected);
});

test("the next period is the one the company has, else one cycle more, and the 31st stays the 31st", () => {
  const next = (change) => Object.keys(terms(advance((part, document) => {
    part.scope.start_date = "2020-01-01";
    change(part, document);
  })));
  assert.deepEqual(next(({ cycles }) => cycles.push({ ...cycles[0], billing_cycle_id: "cy2", period_start_date: "2025-02-01", period_end_date: "2025-02-15" })), ["2025-02-01..2025-02-15"]);
  assert.deepEqual(next(({ period }) => Object.assign(period, { start: "2025-01-31", end: "2025-02-28" })), ["2025-02-28..2025-03-31"]);
  assert.deepEqual(next(({ period }) => Object.assign(period, { start: "2025-01-10", end: "2025-02-01" })), ["2025-02-01..2025-03-01"]);
  assert.deepEqual(next((_, document) => delete document.facts.BillingCyclesPack), ["2025-02-01..2025-03-01"]);
});

test("a plan with a frequency of its own is billed for its own terms", () => {
  const quarterly = (timing, start, change) => run((part) => {
    Object.assign(part.plan, { billing_frequency: "quarterly", billing_timing: timing });
    part.fee.enable_proration = true;
    part.scope.start_date = start;
    change?.(part);
  });
  assert.deepEqual(terms(quarterly("arrears", "2024-10-15")), { "2024-10-15..2025-01-15": 10001 });
  assert.deepEqual(terms(quarterly("advance", "2024-10-15")), { "2025-01-15..2025-04-15": 10001 });
  assert.deepEqual(terms(quarterly("advance", "2025-01-20")), { "2025-01-20..2025-04-20": 10001 });
  assert.deepEqual(keys(quarterly("advance", "2024-10-15")), ["s1/2025-01-15", "s2/2025-01-15"]);
  assert.deepEqual(terms(quarterly("advance", "2024-10-15", ({ scope }) => (scope.end_date = "2025-03-01"))), { "2025-01-15..2025-03-01": 5001 }); // 45 of 90 days: 5000.5
});

test("in arrears the term an assignment ends in is billed in the period of its last day", () => {
  const ending = (end, change) => run((part) => {
    part.plan.billing_frequency = "quarterly";
    part.fee.enable_proration = true;
    Object.assign(part.scope, { start_date: "2024-11-15", end_date: end });
    change?.(part);
  });
  assert.deepEqual(terms(ending("2025-01-20")), { "2024-11-15..2025-01-20": 7175 }); // 66 of 92 days: 7174.6…
  assert.deepEqual(terms(ending("2025-02-01")), { "2024-11-15..2025-02-01": 8479 }); // 78 of 92 days, the last of them in January
  assert.deepEqual(terms(ending("2025-02-02")), {});
  assert.deepEqual(terms(ending("2025-01-20", ({ fee }) => (fee.enable_proration = false))), { "2024-11-15..2025-01-20": 10001 });
  assert.deepEqual(terms(ending("2025-01-20", ({ plan }) => (plan.billing_timing = "advance"))), {}); // it was paid in November
});

test("whenever an assignment ends, its own terms in arrears are billed once each and leave no day out", () => {
  const firsts = ["2024-10-01", "2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"];
  for (const frequency of ["weekly", "quarterly", "semi-annually", "annually"]) {
    for (const end of ["2024-10-16", "2024-12-31", "2025-01-14", "2025-01-15", "2025-01-16", "2025-02-01", "2025-04-01", "2025-04-15", "2025-04-30"]) {
      const billed = firsts.slice(0, -1).flatMap((start, i) => {
        if (start >= end) return [];
        return Object.keys(terms(run((part) => {
          part.plan.billing_frequency = frequency;
          Object.assign(part.scope, { start_date: "2024-10-15", end_date: end });
          Object.assign(part.period, { start, end: firsts[i + 1] });
        })));
      });
      const days = billed.map((term) => term.split(".."));
      assert.deepEqual([days[0][0], days.at(-1)[1]], ["2024-10-15", end], `${frequency} ${end}`);
      for (let i = 1; i < days.length; i++) assert.equal(days[i][0], days[i - 1][1], `${frequency} ${end}`);
    }
  }
});

test("a weekly plan has all its weeks in a monthly cycle", () => {
  const output = run(({ plan, scope }) => {
    plan.billing_frequency = "weekly";
    scope.start_date = "2024-12-30";
  });
  assert.deepEqual(Object.keys(terms(output)), ["2024-12-30..2025-01-06", "2025-01-06..2025-01-13", "2025-01-13..2025-01-20", "2025-01-20..2025-01-27"]);
  assert.equal(new Set(keys(output)).size, 8);
});

test("a plan that is not due has nothing in the period, and says so", () => {
  const output = run(({ plan, scope }) => {
    plan.billing_frequency = "quarterly";
    scope.start_date = "2024-11-15";
  });
  assert.deepEqual([terms(output), output.warnings.map((warning) => warning.code)], [{}, ["fixed.nothing_in_term"]]);
});
