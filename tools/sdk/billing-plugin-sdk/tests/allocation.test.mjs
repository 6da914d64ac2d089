import assert from "node:assert/strict";
import test from "node:test";
import { probe, sequence } from "./probe.mjs";

const sdk = await probe();
const one = (count) => Array(count).fill("1");
const names = (count) => Array.from({ length: count }, (_, i) => `s${i}`);
const allocate = (total, weights, factors = one(weights.length)) => ({ op: "allocate", integers: [String(total)], left: weights, right: factors, texts: names(weights.length) });
const scaled = (text) => {
  const [whole, fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(12, "0"));
};

/** Largest remainder by its definition, in unbounded integers. */
function expectedSplit(total, weights, factors) {
  const exact = weights.map((weight, i) => scaled(weight) * scaled(factors[i]));
  const sum = exact.reduce((a, b) => a + b, 0n);
  const magnitude = total < 0n ? -total : total;
  const parts = exact.map((weight, index) => ({ index, cents: (magnitude * weight) / sum, rest: (magnitude * weight) % sum }));
  let left = magnitude - parts.reduce((a, part) => a + part.cents, 0n);
  for (const part of [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))) {
    if (left-- <= 0n) break;
    part.cents++;
  }
  return parts.map((part) => String(total < 0n ? -part.cents : part.cents));
}

test("a split adds up, and equal remainders are served in order", () => {
  assert.deepEqual(sdk.results([allocate(100, one(3)), allocate(101, one(3)), allocate(-100, one(3)), allocate(1, ["0", "5", "5"]), allocate(0, ["1", "2"]), allocate(3333, ["0.5", "0.25", "0.25"])]), [
    ["34", "33", "33"],
    ["34", "34", "33"],
    ["-34", "-33", "-33"],
    ["0", "1", "0"],
    ["0", "0"],
    ["1667", "833", "833"],
  ]);
});

test("a split is exact for weights of any size", () => {
  const numbers = sequence(77);
  const decimal = (digits, places) => {
    const text = String(numbers.bits(60) % 10n ** BigInt(1 + numbers.below(digits))).padStart(places + 1, "0");
    return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  };
  const cases = [];
  for (let i = 0; i < 1500; i++) {
    const count = 1 + numbers.below(12);
    const weights = Array.from({ length: count }, () => decimal(i % 3 === 0 ? 15 : 6, numbers.below(7)));
    const factors = Array.from({ length: count }, () => decimal(i % 5 === 0 ? 12 : 3, numbers.below(7)));
    if (weights.every((weight, at) => scaled(weight) * scaled(factors[at]) === 0n)) continue;
    const total = numbers.signed(53);
    cases.push({ ...allocate(total, weights, factors), expected: expectedSplit(total, weights, factors) });
  }
  const actual = sdk.results(cases);
  cases.forEach((each, i) => assert.deepEqual(actual[i], each.expected, JSON.stringify(each)));
});

test("rounding each part by itself may miss the total", () => {
  const halfUp = 2;
  const roundEach = (total, weights) => ({ ...allocate(total, weights), op: "roundEach", integers: [String(total), String(halfUp)] });
  assert.deepEqual(sdk.results([roundEach(100, one(3)), roundEach(5, ["1", "1"]), roundEach(-5, ["1", "1"])]), [
    ["33", "33", "33"],
    ["3", "3"],
    ["-2", "-2"],
  ]);
});

test("weights show themselves to 6 places and their proportions to 12", () => {
  const weights = (left, right) => ({ op: "weights", left, right, texts: names(left.length) });
  assert.deepEqual(sdk.results([weights(["20000", "10000"], ["3", "1"]), weights(["12.5", "0.1234567"], ["2", "0.0000005"]), weights(["999999999999", "1"], ["999999999999.999999", "1"])]), [
    ["60000", "0.857142857143", "10000", "0.142857142857"],
    ["25", "0.999999997531", "0", "0.000000002469"],
    ["999999999998999999000000.000001", "1", "1", "0"],
  ]);
});

test("what cannot be split by fails with a code", () => {
  assert.equal(sdk.failure(allocate(100, ["0", "0"])), "allocation.no_weight");
  assert.equal(sdk.failure(allocate(100, [])), "allocation.no_weight");
  assert.equal(sdk.failure(allocate(100, ["5", "-1"])), "allocation.negative_weight");
  const huge = "999999999999999999";
  assert.equal(sdk.failure(allocate(100, [huge, "0.000001"], [huge, "0.000001"])), "allocation.overflow");
});
