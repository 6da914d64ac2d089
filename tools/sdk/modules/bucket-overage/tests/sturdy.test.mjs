import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { damaged, load, sequence } from "@alga/billing-plugin-sdk/testing";
import { entry, example, state } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "bucket-overage.wasm"));

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(example((document) => document.facts.BucketStatePack.push(state("2025-01-01", "2025-02-01", 0, 30))), 2000)) {
    const output = module.answer(bytes);
    if (output.error) failures++;
    else assert.ok(Array.isArray(output.charges));
  }
  assert.ok(failures > 500, `${failures} of 2000 documents were refused`);
});

test("balances chain from period to period, add up, and every entry is settled once", () => {
  const numbers = sequence(29);
  for (let company = 0; company < 40; company++) {
    let carried = state("2025-01-01", "2025-02-01", 0, 0);
    for (let month = 0; month < 12; month++) {
      const [start, end] = [0, 1].map((more) => new Date(Date.UTC(2025, month + more, 1)).toISOString().slice(0, 10));
      const entries = Array.from({ length: numbers(6) }, (_, i) => {
        const begin = Date.UTC(2025, month, 1 + i, numbers(20));
        const minutes = numbers(300);
        return entry(`e${i}`, "s1", new Date(begin).toISOString(), new Date(begin + minutes * 6e4).toISOString(), minutes);
      });
      const output = module.run(
        example((document) => {
          Object.assign(document.context.period, { start, end });
          document.facts.BucketStatePack = [carried];
          document.events.TimeEntriesPack = entries;
          if (company % 2) document.policies.bucket_rollover = "unlimited";
        }),
      );
      const balance = output.balances[0];
      const overage = output.charges[0]?.metadata.overage_minutes ?? 0;
      assert.equal(balance.opening_minutes, carried.rolled_over_minutes);
      assert.equal(balance.used_minutes, entries.reduce((sum, { billable_duration_minutes }) => sum + billable_duration_minutes, 0));
      assert.equal(balance.opening_minutes + balance.granted_minutes + overage, balance.used_minutes + balance.closing_minutes + balance.expired_minutes);
      const settled = [...output.consumed.map((consumed) => consumed.event_id), ...output.charges.flatMap((charge) => charge.input_refs)];
      assert.deepEqual(settled.sort(), entries.map(({ entry_id }) => entry_id));
      carried = state(end, end, 0, balance.closing_minutes, balance.expires ?? null);
    }
  }
});
