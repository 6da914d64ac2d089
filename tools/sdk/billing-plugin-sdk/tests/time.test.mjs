import assert from "node:assert/strict";
import test from "node:test";
import { probe, sequence } from "./probe.mjs";

const sdk = await probe();
const instant = (text) => ({ op: "instant", texts: [text] });
const worked = (start, end, marked) => ({ op: "worked", texts: [start, end], integers: [String(marked)] });

test("an instant is its milliseconds since 1970", () => {
  const numbers = sequence(3);
  const dates = Array.from({ length: 4000 }, () => new Date(Date.UTC(1970 + numbers.below(130), 0, 1) + numbers.below(365) * 864e5 + numbers.below(86400000)));
  sdk.results(dates.map((date) => instant(date.toISOString()))).forEach(([millis], i) => assert.equal(Number(millis), dates[i].getTime(), dates[i].toISOString()));
  assert.deepEqual(sdk.results([instant("2025-01-31T08:00:30Z"), instant("2025-01-31T08:00:30.5Z"), instant("2025-01-31T08:00:30.05Z")]).flat(), ["1738310430000", "1738310430500", "1738310430050"]);
});

test("what is no instant is a typed failure that names what it is about", () => {
  const bad = ["2025-02-29T00:00:00Z", "2025-01-31T24:00:00Z", "2025-01-31T00:60:00Z", "2025-01-31T00:00:60Z", "2025-01-31 00:00:00Z", "2025-01-31T00:00:00", "2025-01-31T00:00:00+01:00"];
  for (const text of [...bad, "2025-01-31T00:00:00.Z", "2025-01-31T00:00:00.1234Z", "2025-01-31T00:00:00.1xZ", "2025-01-31T00.00:00Z", "2025-01-31", "", "2025-01-31T0a:00:00Z"]) {
    const { error } = sdk.raw.run({ cases: [instant(text)] });
    assert.deepEqual([error?.code, error?.subject], ["instant.malformed", "e1"], text);
  }
});

test("what is billed of an entry is what was marked, to the second where that is the time itself", () => {
  const of = (end, marked) => sdk.results([worked("2025-01-07T09:00:00Z", end, marked)])[0].map(Number);
  assert.deepEqual(of("2025-01-07T10:00:45Z", 60), [3645000, 3645000]);
  assert.deepEqual(of("2025-01-07T10:00:45Z", 30), [3645000, 1800000]);
  assert.deepEqual(of("2025-01-07T10:00:45Z", 61), [3645000, 3660000]);
  assert.deepEqual(of("2025-01-07T10:00:45Z", 0), [3645000, 3645000]);
  assert.deepEqual(of("2025-01-07T09:00:00Z", 0), [0, 0]);
  const failure = (end, marked) => sdk.raw.run({ cases: [worked("2025-01-07T09:00:00Z", end, marked)] }).error.code;
  assert.deepEqual([failure("2025-01-07T08:59:59.999Z", 0), failure("2025-01-07T10:00:00Z", -1), failure("2025-01-07T10:00:00Z", 1_000_000_001)], ["time.ends_before_start", "time.marked_invalid", "time.marked_invalid"]);
});

test("a rate for an hour prices milliseconds, rounded once", () => {
  const numbers = sequence(5);
  const cases = Array.from({ length: 3000 }, () => ({ millis: numbers.below(1e9), rate: numbers.below(1e8), scale: numbers.below(4) }));
  const decimal = (unscaled, scale) => (scale === 0 ? String(unscaled) : `${Math.floor(unscaled / 10 ** scale)}.${String(unscaled % 10 ** scale).padStart(scale, "0")}`);
  const plain = (text) => (text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text);
  const results = sdk.results(cases.map(({ millis, rate, scale }) => ({ op: "exact", left: [String(millis)], right: [plain(decimal(rate, scale))], texts: ["e1"], integers: ["0", "3600000"] })));
  results.forEach(([cents], i) => {
    const { millis, rate, scale } = cases[i];
    const divisor = 3600000n * 10n ** BigInt(scale);
    assert.equal(BigInt(cents), (2n * BigInt(millis) * BigInt(rate) + divisor) / (2n * divisor), JSON.stringify(cases[i]));
  });
});
