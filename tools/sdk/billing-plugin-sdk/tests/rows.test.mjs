import assert from "node:assert/strict";
import test from "node:test";
import { committedRows, rowSources } from "../tooling/rows.mjs";

test("the row classes are those of schemas/catalog.json (else: npm run rows)", async () => {
  const expected = await rowSources();
  assert.deepEqual(await committedRows(), new Map([...expected].sort(([a], [b]) => (a < b ? -1 : 1))));
});
