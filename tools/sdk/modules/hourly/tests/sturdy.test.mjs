import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { damaged, load } from "@alga/billing-plugin-sdk/testing";
import { example } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "hourly.wasm"));

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(example(), 2000)) {
    const output = module.answer(bytes);
    if (output.error) failures++;
    else assert.ok(Array.isArray(output.charges));
  }
  assert.ok(failures > 500, `${failures} of 2000 documents were refused`);
});

test("two thousand entries add up to the hours they are, normal and beyond the threshold", () => {
  const output = module.run(
    example((document) => {
      const [first] = document.events.TimeEntriesPack;
      document.facts.PlanPack[0] = { plan_id: "p1", enable_overtime: true, overtime_rate_cents: "20000", overtime_threshold_hours: "160" };
      document.facts.HourlyConfigPack = [];
      document.events.TimeEntriesPack = Array.from({ length: 2000 }, (_, i) => ({
        ...first,
        entry_id: `e${String(i).padStart(5, "0")}`,
        start_time: new Date(Date.UTC(2025, 0, 1) + i * 12e5).toISOString(),
        end_time: new Date(Date.UTC(2025, 0, 1) + i * 12e5 + 36e4).toISOString(),
        billable_duration_minutes: 6,
      }));
    }),
  );
  const cents = output.charges.map((charge) => charge.net_amount_cents);
  assert.deepEqual([cents.length, cents[1599], cents[1600], cents.reduce((sum, part) => sum + part, 0)], [2000, 1000, 2000, 1600 * 1000 + 400 * 2000]);
});
