import assert from "node:assert/strict";
import test from "node:test";
import { probe, sequence } from "./probe.mjs";

const sdk = await probe();
const roundings = ["HalfAwayFromZero", "HalfEven", "HalfUp", "HalfTowardsZero", "Truncate", "AwayFromZero", "Floor", "Ceiling"];
const min = -(2n ** 63n);
const max = 2n ** 63n - 1n;
const maxCents = 2n ** 53n - 1n;

/** numerator / denominator by its definition, in unbounded integers. */
function rounded(numerator, denominator, rounding) {
  if (denominator < 0n) [numerator, denominator] = [-numerator, -denominator];
  const floor = numerator >= 0n ? numerator / denominator : -((-numerator + denominator - 1n) / denominator);
  const twice = 2n * (numerator - floor * denominator);
  if (twice === 0n) return floor;
  const negative = numerator < 0n;
  const up = {
    HalfAwayFromZero: twice > denominator || (twice === denominator && !negative),
    HalfEven: twice > denominator || (twice === denominator && floor % 2n !== 0n),
    HalfUp: twice >= denominator,
    HalfTowardsZero: twice > denominator || (twice === denominator && negative),
    Truncate: negative,
    AwayFromZero: !negative,
    Floor: false,
    Ceiling: true,
  }[rounding];
  return up ? floor + 1n : floor;
}

const mulDiv = (a, b, divisor, rounding) => ({ op: "mulDiv", integers: [a, b, divisor, BigInt(roundings.indexOf(rounding))].map(String) });

test("mulDiv rounds a half as each mode says", () => {
  const table = [
    [5n, [3, 2, 3, 2, 2, 3, 2, 3]],
    [-5n, [-3, -2, -2, -2, -2, -3, -3, -2]],
    [7n, [4, 4, 4, 3, 3, 4, 3, 4]],
    [-7n, [-4, -4, -3, -3, -3, -4, -4, -3]],
  ];
  for (const [value, expected] of table) {
    const actual = sdk.results(roundings.map((rounding) => mulDiv(value, 1n, 2n, rounding))).map(([result]) => Number(result));
    assert.deepEqual(actual, expected, `${value} / 2`);
  }
});

test("mulDiv is exact through 128 bits in every mode", () => {
  const numbers = sequence(20250131);
  const cases = [];
  while (cases.length < 4000) {
    const [a, b] = [numbers.signed(63), numbers.signed(63)];
    const divisor = numbers.signed(63);
    if (divisor === 0n) continue;
    const rounding = roundings[cases.length % roundings.length];
    const expected = rounded(a * b, divisor, rounding);
    if (expected < min || expected > max) continue;
    cases.push({ ...mulDiv(a, b, divisor, rounding), expected: String(expected) });
  }
  const actual = sdk.results(cases);
  cases.forEach((one, i) => assert.equal(actual[i][0], one.expected, `${one.integers.join(" ")}`));
});

test("mulDiv reaches both ends of 64 bits and fails beyond them", () => {
  assert.deepEqual(sdk.results([mulDiv(max, max, max, "Floor"), mulDiv(min, max, max, "Floor"), mulDiv(min, 1n, 1n, "Ceiling"), mulDiv(min, min, min, "Truncate")]), [
    [String(max)],
    [String(min)],
    [String(min)],
    [String(min)],
  ]);
  assert.equal(sdk.failure(mulDiv(min, 1n, -1n, "Floor")), "money.overflow");
  assert.equal(sdk.failure(mulDiv(max, 2n, 1n, "Floor")), "money.overflow");
  assert.equal(sdk.failure(mulDiv(max, 3n, 2n, "Floor")), "money.overflow");
  assert.equal(sdk.failure(mulDiv(1n, 1n, 0n, "Floor")), "money.division_by_zero");
});

test("cents add up within ±(2^53−1) and fail beyond", () => {
  const add = (a, b) => ({ op: "addCents", integers: [a, b].map(String) });
  const subtract = (a, b) => ({ op: "subtractCents", integers: [a, b].map(String) });
  assert.deepEqual(sdk.results([add(100n, -30n), subtract(100n, 130n), add(maxCents - 1n, 1n), subtract(-maxCents, 0n)]), [["70"], ["-30"], [String(maxCents)], [String(-maxCents)]]);
  assert.equal(sdk.failure(add(maxCents, 1n)), "money.overflow");
  assert.equal(sdk.failure(subtract(-maxCents, 1n)), "money.overflow");
  assert.equal(sdk.failure(add(max, max)), "money.overflow");
  assert.equal(sdk.failure(subtract(1n, min)), "money.overflow");
});

test("a fee is prorated by days and rounded once", () => {
  const prorate = (fee, covered, whole) => ({ op: "prorate", integers: [fee, covered, whole].map(String) });
  assert.deepEqual(sdk.results([prorate(10000, 12, 31), prorate(66667, 21, 31), prorate(-10000, 12, 31), prorate(101, 30, 30), prorate(5, 0, 7), prorate(1, 1, 2)]), [
    ["3871", "0.387096774194"],
    ["45162", "0.677419354839"],
    ["-3871", "0.387096774194"],
    ["101", "1"],
    ["0", "0"],
    ["1", "0.5"],
  ]);
  assert.equal(sdk.failure(prorate(100, 1, 0)), "money.division_by_zero");
});

test("decimals are plain, exact and without trailing zeros", () => {
  const decimal = (text) => ({ op: "decimal", texts: [text] });
  const same = ["0", "1", "-1", "12.5", "-0.000001", "999999999999999999", "0.000000000000000001", "123456789.987654321"];
  assert.deepEqual(sdk.results(same.map(decimal)).flat(), same);
  assert.deepEqual(sdk.results(["1.50", "000.100", "-0", "-0.0", "10"].map(decimal)).flat(), ["1.5", "0.1", "0", "0", "10"]);
  for (const text of ["", "-", ".", "1.", ".5", "1e3", "+1", " 1", "1,5", "1.2.3", "--1", "0x10", "NaN", "1234567890123456789", "0.0000000000000000001"]) {
    assert.equal(sdk.failure(decimal(text)), "decimal.malformed", `'${text}'`);
  }
});

test("ratios show as many places as 18 digits hold", () => {
  const ratio = (numerator, denominator, places) => ({ op: "ratio", integers: [numerator, places].map(String), left: [denominator] });
  assert.deepEqual(sdk.results([ratio(100n, "3", 6), ratio(-100n, "3", 6), ratio(57143n, "3", 6), ratio(1n, "0.000001", 6), ratio(maxCents, "1", 6), ratio(maxCents, "7", 12), ratio(maxCents, "0.5", 6)]).flat(), [
    "33.333333",
    "-33.333333",
    "19047.666667",
    "1000000",
    "9007199254740991",
    "1286742750677284.43",
    "18014398509481982",
  ]);
  assert.equal(sdk.failure(ratio(1n, "0", 6)), "money.division_by_zero");
  assert.equal(sdk.failure(ratio(maxCents, "0.000001", 6)), "money.overflow");
});
