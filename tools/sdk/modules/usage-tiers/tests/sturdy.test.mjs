import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { damaged, load } from "@alga/billing-plugin-sdk/testing";
import { example } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "usage-tiers.wasm"));

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(example(), 2000)) {
    const output = module.answer(bytes);
    if (output.error) failures++;
    else assert.ok(Array.isArray(output.charges));
  }
  assert.ok(failures > 500, `${failures} of 2000 documents were refused`);
});

test("records in any number are billed up to the last unit", () => {
  const output = module.run(
    example((document) => {
      const [first] = document.events.UsageRecordsPack;
      document.events.UsageRecordsPack = Array.from({ length: 5000 }, (_, i) => ({ ...first, usage_id: `u${String(i).padStart(5, "0")}`, quantity: "0.1" }));
    }),
  );
  assert.equal(output.charges.length, 5000);
  assert.deepEqual([output.charges[999].metadata.tier_path, output.charges[1000].metadata.tier_path], ["0.1@2.5", "0.1@1.25"]);
});
