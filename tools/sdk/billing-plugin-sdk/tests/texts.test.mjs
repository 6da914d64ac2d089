import assert from "node:assert/strict";
import test from "node:test";
import { canonical } from "../tooling/testing.mjs";
import { probe, sequence } from "./probe.mjs";

const sdk = await probe();
const pieces = ["", "a", "b", "service-", "0123456789abcdef", "0123456789abcdeg", "é", "日本", "😀", '"', "\\", "\n", "\uffff"];

function text(numbers) {
  let made = "";
  for (let i = numbers.below(4); i > 0; i--) made += pieces[numbers.below(pieces.length)];
  return made;
}

test("texts are ordered by their UTF-16 units, as in JavaScript", () => {
  const numbers = sequence(1);
  const pairs = Array.from({ length: 2_000 }, () => [text(numbers), text(numbers)]);
  const order = sdk.results(pairs.map((texts) => ({ op: "compareTexts", texts }))).map(([sign]) => Math.sign(Number(sign)));
  assert.deepEqual(order, pairs.map(([a, b]) => (a < b ? -1 : a > b ? 1 : 0)));
});

test("rows are found by any text, and of several the last one is taken", () => {
  const numbers = sequence(2);
  for (let turn = 0; turn < 300; turn++) {
    const rows = Array.from({ length: numbers.below(20) }, (_, i) => ({ id: text(numbers), other: { id: "z" }, value: `row ${i}` }));
    const texts = Array.from({ length: numbers.below(20) }, () => text(numbers));
    const byId = new Map(rows.map((row) => [row.id, row.value]));
    const facts = { NamedPack: rows };
    const [each, where] = sdk.results([{ op: "rowOfEach", facts, texts }, { op: "rowsWhere", facts, texts }]);
    assert.deepEqual(each, texts.map((id) => byId.get(id) ?? "none"));
    assert.deepEqual(where, rows.filter((row) => texts.includes(row.id)).map((row) => row.value));
  }
});

test("a text is found however the document writes it", () => {
  const id = "Zürich / plain";
  const escaped = [...id].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  for (const [row, wanted] of [[`"${id}"`, `"${escaped}"`], [`"${escaped}"`, `"${id}"`], ['"pl\\u0061in"', '"plain"'], ['"plain"', '"pl\\u0061in"']]) {
    const document = `{"cases":[{"facts":{"NamedPack":[{"id":null,"value":"no"},{"value":"no"},{"id":${row},"value":"yes"}]},"op":"rowOfEach","texts":[${wanted},"other"]}]}`;
    assert.equal(new TextDecoder().decode(sdk.raw.runBytes(new TextEncoder().encode(document))), '[["yes","none"]]', document);
  }
});

test("a pack that is not there has no rows", () => {
  assert.deepEqual(sdk.results([{ op: "rowOfEach", texts: ["a"] }, { op: "rowsWhere", texts: ["a"] }]), [["none"], []]);
});

test("a row whose text is something else is a failure", () => {
  for (const id of [7, true, ["a"], { id: "a" }]) {
    assert.equal(JSON.parse(sdk.raw.runText({ cases: [{ facts: { NamedPack: [{ id, value: "x" }] }, op: "rowOfEach", texts: ["a"] }] })).error.code, "input.malformed", canonical(id));
  }
});

test("numbers around every power of ten are written digit by digit", () => {
  const cases = [];
  for (let digits = 1; digits <= 18; digits++) {
    for (const unscaled of [10n ** BigInt(digits) - 1n, 10n ** BigInt(digits - 1) + 1n]) {
      for (let scale = 0; scale <= 18; scale++) cases.push([unscaled, scale]);
    }
  }
  const texts = cases.flatMap(([unscaled, scale]) => [decimalText(unscaled, scale), `-${decimalText(unscaled, scale)}`]);
  assert.deepEqual(sdk.results(texts.map((value) => ({ op: "decimal", texts: [value] }))).flat(), texts);
});

function decimalText(unscaled, scale) {
  const digits = unscaled.toString().padStart(scale + 1, "0");
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return digits.slice(0, digits.length - scale) + (scale > 0 && fraction ? `.${fraction}` : "");
}
