import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { canonical, load } from "@alga/billing-plugin-sdk/testing";
import { sequence } from "../../../billing-plugin-sdk/tests/probe.mjs";
import { example } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "usage-tiers.wasm"));

test("a damaged document is an answer or a typed failure, never a trap", () => {
  const whole = new TextEncoder().encode(canonical(example()));
  const numbers = sequence(11);
  let failures = 0;
  for (let round = 0; round < 2000; round++) {
    const damaged = whole.slice(0, round % 4 === 0 ? numbers.below(whole.length) : whole.length);
    for (let hits = 1 + numbers.below(3); hits > 0 && damaged.length > 0; hits--)
      damaged[numbers.below(damaged.length)] = round % 2 ? '{}[]",:\\0-.en'.charCodeAt(numbers.below(13)) : numbers.below(256);
    const output = JSON.parse(new TextDecoder().decode(module.runBytes(damaged)));
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
