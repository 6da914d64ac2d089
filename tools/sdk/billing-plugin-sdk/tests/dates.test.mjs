import assert from "node:assert/strict";
import test from "node:test";
import { probe } from "./probe.mjs";

const sdk = await probe();

test("every day of eight centuries has its calendar date", () => {
  const first = Date.UTC(1600, 0, 1) / 864e5;
  const last = Date.UTC(2400, 11, 31) / 864e5;
  for (let from = first; from <= last; from += 50000) {
    const days = Array.from({ length: Math.min(50000, last - from + 1) }, (_, i) => from + i);
    const actual = sdk.results(days.map((day) => ({ op: "day", integers: [String(day)] })));
    days.forEach((day, i) => {
      const date = new Date(day * 864e5);
      const expected = [date.toISOString().slice(0, 10), date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()].map(String);
      if (actual[i].join() !== expected.join()) assert.deepEqual(actual[i], expected);
    });
  }
});

test("a month on is the same date, or the last day of the month", () => {
  const addMonths = (day, months) => ({ op: "addMonths", days: [day], integers: [String(months)] });
  assert.deepEqual(sdk.results([addMonths("2025-01-31", 1), addMonths("2024-01-31", 1), addMonths("2024-02-29", 12), addMonths("2025-03-31", -1), addMonths("2025-11-15", 3), addMonths("2025-01-15", -1), addMonths("2025-01-15", -13)]).flat(), [
    "2025-02-28",
    "2024-02-29",
    "2025-02-28",
    "2025-02-28",
    "2026-02-15",
    "2024-12-15",
    "2023-12-15",
  ]);
});

test("a cycle on is the same date of a later month, counted from the first", () => {
  const on = (cycle, count) => ({ op: "addCycles", days: ["2025-01-31"], texts: [cycle], integers: [String(count)] });
  assert.deepEqual(
    sdk.results([on("monthly", 1), on("monthly", 2), on("quarterly", 1), on("semi-annually", 1), on("annually", -1), on("weekly", 2), on("bi-weekly", 1)]).flat(),
    ["2025-02-28", "2025-03-31", "2025-04-30", "2025-07-31", "2024-01-31", "2025-02-14", "2025-02-14"],
  );
  assert.equal(sdk.failure(on("daily", 1)), "cycle.unknown");
});

test("an anniversary falls into the range that holds its day", () => {
  const holds = (anchor, cycle, first, start, end) => ({ op: "hasAnniversary", days: [anchor, start, end], texts: [cycle], integers: [String(first)] });
  const cases = [
    [holds("2025-01-15", "quarterly", 1, "2025-04-01", "2025-05-01"), 1],
    [holds("2025-01-15", "quarterly", 1, "2025-03-01", "2025-04-01"), 0],
    [holds("2025-01-15", "quarterly", 1, "2025-01-01", "2025-02-01"), 0],
    [holds("2025-01-15", "quarterly", 0, "2025-01-01", "2025-02-01"), 1],
    [holds("2025-01-01", "quarterly", 1, "2025-04-01", "2025-05-01"), 1],
    [holds("2025-02-01", "quarterly", 1, "2025-04-01", "2025-05-01"), 0],
    [holds("2024-01-31", "annually", 1, "2025-01-01", "2025-02-01"), 1],
    [holds("2025-06-01", "monthly", 0, "2025-01-01", "2025-02-01"), 0],
    [holds("2025-01-08", "bi-weekly", 1, "2025-01-20", "2025-01-27"), 1],
    [holds("2025-01-08", "bi-weekly", 1, "2025-01-23", "2025-01-30"), 0],
  ];
  assert.deepEqual(sdk.results(cases.map(([given]) => given)).flat(), cases.map(([, expected]) => String(expected)));
});

test("half-open ranges share the days that both cover", () => {
  const shared = (...days) => ({ op: "intersect", days });
  assert.deepEqual(sdk.results([shared("2025-01-20", "2026-01-01", "2025-01-01", "2025-02-01"), shared("2025-02-01", "2025-03-01", "2025-01-01", "2025-02-01"), shared("2024-02-01", "2024-03-01", "2024-01-01", "2025-01-01")]).flat(), ["12", "0", "29"]);
});

test("what is not a date is a typed failure", () => {
  for (const text of ["2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-1-01", "25-01-01", "2025/01/01", "2025-01-01T00:00:00Z", "", "abcd-ef-gh"]) {
    assert.equal(sdk.failure({ op: "intersect", days: [text] }), "input.malformed", text);
  }
});
