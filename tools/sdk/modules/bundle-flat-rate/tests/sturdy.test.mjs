import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { damaged, load } from "@alga/billing-plugin-sdk/testing";
import { example } from "./example.mjs";

const module = await load(path.join(import.meta.dirname, "..", "build", "bundle-flat-rate.wasm"));

test("a damaged document is an answer or a typed failure, never a trap", () => {
  let failures = 0;
  for (const bytes of damaged(example(), 2000)) {
    const output = JSON.parse(new TextDecoder().decode(module.runBytes(bytes)));
    if (output.error) failures++;
    else assert.ok(Array.isArray(output.charges));
  }
  assert.ok(failures > 600, `${failures} of 2000 documents were refused`);
});
