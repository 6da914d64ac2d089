import assert from "node:assert/strict";
import test from "node:test";
import { probe, sequence } from "./probe.mjs";

const sdk = await probe();
const UNIT = 1_000_000n;
const graduate = (tiers, from, to) => ({
  op: "graduate",
  left: tiers.map(([first]) => first),
  right: tiers.map(([, last]) => last ?? "0"),
  integers: [String(from), String(to)],
});
const split = (tiers, from, to) => sdk.results([graduate(tiers, BigInt(Math.round(from * 1e6)), BigInt(Math.round(to * 1e6)))])[0];
const steps = [["1", "100"], ["101", "500"], ["501", null]];

test("every unit is billed where it lies", () => {
  assert.deepEqual(split(steps, 0, 150), ["0:100000000", "1:50000000"]);
  assert.deepEqual(split(steps, 0, 600), ["0:100000000", "1:400000000", "2:100000000"]);
  assert.deepEqual(split(steps, 90, 110), ["0:10000000", "1:10000000"]);
  assert.deepEqual(split(steps, 500, 500), []);
});

test("the piece between two whole units belongs to the next tier", () => {
  assert.deepEqual(split(steps, 0, 100.5), ["0:100000000", "1:500000"]);
});

test("units that no tier covers are said to be in none", () => {
  assert.deepEqual(split([["11", "20"]], 0, 25), ["-1:10000000", "0:10000000", "-1:5000000"]);
  assert.deepEqual(split([["1", "10"], ["21", null]], 5, 25), ["0:5000000", "-1:10000000", "1:5000000"]);
  assert.deepEqual(split([], 0, 3), ["-1:3000000"]);
});

test("a tier from zero begins with the first unit, and what two tiers claim is the lower one's", () => {
  assert.deepEqual(split([["0", "100"], ["100", null]], 0, 150), ["0:100000000", "1:50000000"]);
  assert.deepEqual(split([["1", "100"], ["51", "200"]], 0, 200), ["0:100000000", "1:100000000"]);
});

test("a split over tiers is continuous: two halves of any range are the whole", () => {
  const numbers = sequence(4242);
  for (let round = 0; round < 200; round++) {
    let last = 0;
    const tiers = Array.from({ length: 1 + numbers.below(5) }, () => {
      const first = last + numbers.below(30);
      last = first + numbers.below(40);
      return [String(first), String(Math.max(last, 1))];
    });
    const [from, middle, to] = [0, 0, 0].map(() => numbers.below(200_000_000)).sort((a, b) => a - b);
    const [whole, left, right] = sdk.results([graduate(tiers, from, to), graduate(tiers, from, middle), graduate(tiers, middle, to)]);
    const byTier = (...parts) => {
      const sums = new Map();
      for (const [tier, quantity] of parts.flat().map((part) => part.split(":"))) sums.set(tier, (sums.get(tier) ?? 0n) + BigInt(quantity));
      return [...sums].sort();
    };
    assert.deepEqual(byTier(left, right), byTier(whole), JSON.stringify({ tiers, from, middle, to }));
    assert.equal(whole.reduce((sum, part) => sum + BigInt(part.split(":")[1]), 0n), BigInt(to - from));
  }
});

test("a whole volume has the tier it ends in", () => {
  const at = (tiers, position) => sdk.results([{ op: "tierAt", left: tiers.map(([first]) => first), right: tiers.map(([, last]) => last ?? "0"), integers: [String(BigInt(position) * UNIT)] }])[0][0];
  assert.deepEqual([0, 1, 100, 101, 500, 501, 99999].map((position) => at(steps, position)), ["0", "0", "0", "1", "1", "2", "2"]);
  assert.equal(at([["11", "20"]], 10), "-1");
  assert.equal(at([["11", "20"]], 21), "-1");
  assert.equal(at([], 0), "-1");
});

test("quantities times rates are added exactly and rounded once", () => {
  const HALF_AWAY = 0, HALF_EVEN = 1, FLOOR = 6, CEILING = 7;
  const exact = (quantities, rates, rounding) => ({ op: "exact", left: quantities, right: rates, texts: quantities.map(() => "q"), integers: [String(rounding)] });
  assert.deepEqual(
    sdk.results([
      exact(["3.5", "2"], ["12.5", "1"], HALF_AWAY),
      exact(["1"], ["0.5"], HALF_AWAY),
      exact(["1"], ["0.5"], HALF_EVEN),
      exact(["0.000001"], ["0.000001"], CEILING),
      exact(["0.999999"], ["1"], FLOOR),
      exact(["0.1", "0.1", "0.1"], ["1", "1", "1"], HALF_AWAY),
    ]),
    [
      ["46", "45.75"],
      ["1", "0.5"],
      ["0", "0.5"],
      ["1", "0"],
      ["0", "0.999999"],
      ["0", "0.3"],
    ],
  );
  const numbers = sequence(99);
  for (let round = 0; round < 200; round++) {
    const count = 1 + numbers.below(6);
    const amounts = Array.from({ length: count }, () => [BigInt(numbers.below(1 << 30)), BigInt(numbers.below(1 << 20))]);
    const sum = amounts.reduce((total, [quantity, rate]) => total + quantity * rate, 0n); // millionths times millionths
    const places = (value) => {
      const digits = String(value).padStart(7, "0");
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, "");
    };
    const [[cents]] = sdk.results([exact(amounts.map(([q]) => places(q)), amounts.map(([, r]) => places(r)), HALF_AWAY)]);
    assert.equal(BigInt(cents), (sum * 2n + 10n ** 12n) / (2n * 10n ** 12n));
  }
});

test("an amount that cannot be exact is refused by name", () => {
  const exact = (quantity, rate) => ({ op: "exact", left: [quantity], right: [rate], texts: ["q"], integers: ["0"] });
  assert.equal(sdk.failure(exact("-1", "2")), "money.negative");
  assert.equal(sdk.failure(exact("0.0000001", "0.000001")), "money.too_fine");
  assert.equal(sdk.failure(exact("999999999999999999", "999999999999999999")), "money.overflow");
  assert.equal(sdk.failure(exact("999999999999", "999999999")), "money.overflow");
  assert.equal(sdk.failure({ op: "millionths", left: ["1000000000000"] }), "decimal.too_large");
  assert.equal(sdk.failure({ op: "millionths", left: ["0.0000001"] }), "decimal.too_fine");
  assert.deepEqual(sdk.results([{ op: "millionths", left: ["2.5"] }, { op: "millionths", left: ["999999999999.999999"] }]), [["2500000"], ["999999999999999999"]]);
});
