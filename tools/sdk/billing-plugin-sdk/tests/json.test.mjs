import assert from "node:assert/strict";
import test from "node:test";
import { probe } from "./probe.mjs";

const sdk = await probe();
const bytes = (text) => new TextEncoder().encode(text);
const answer = (text) => new TextDecoder().decode(sdk.raw.runBytes(bytes(text)));
const echo = (literal) => answer(`{"cases":[{"op":"echo","texts":[${literal}]}]}`);

test("text comes back as it went in, canonically escaped", () => {
  const texts = ["", "plain", 'quote " backslash \\ slash /', "tab\tline\nreturn\rback\bfeed\f", "\u0000\u0001\u001f\u007f", "Zürich – 日本語 – 😀", "\u2028\u2029\ufeff"];
  for (const text of texts) assert.equal(echo(JSON.stringify(text)), `[[${JSON.stringify(text)}]]`, JSON.stringify(text));
});

test("every way to write a character reads the same", () => {
  assert.equal(echo('"\\u0041\\u00e9\\u65E5\\ud83d\\ude00\\/"'), '[["Aé日😀/"]]');
});

test("half of a surrogate pair becomes the replacement character", () => {
  assert.equal(echo('"a\\ud83dz"'), '[["a\ufffdz"]]');
});

test("a text of any length comes back, wherever in it something is special", () => {
  for (let length = 0; length < 40; length++) {
    assert.equal(echo(JSON.stringify("x".repeat(length))), `[["${"x".repeat(length)}"]]`);
    for (let at = 0; at < length; at++) {
      for (const special of ['"', "\\", "\n", "é", "😀", "\u007f"]) {
        const text = JSON.stringify("x".repeat(at) + special + "y".repeat(length - at - 1));
        assert.equal(echo(text), `[[${text}]]`);
      }
    }
  }
  const long = JSON.stringify("0123456789".repeat(10_000));
  assert.equal(echo(long), `[[${long}]]`);
});

test("white space and unknown members are passed over", () => {
  assert.equal(answer(' { "later" : [1, {"x": "]}"}, null, -1.5e3, true], "cases" : [ { "op" : "echo", "new": {"a":[{}]}, "texts" : [ "x" ] } ] } '), '[["x"]]');
});

test("a document that is not what it should be is a typed failure", () => {
  const whole = '{"cases":[{"op":"allocate","integers":["100"],"left":["1","2"],"right":["1","1"],"texts":["a","b"]}]}';
  assert.equal(answer(whole), '[["33","67"]]');
  for (let length = 0; length < whole.length - 1; length++) {
    const output = JSON.parse(answer(whole.slice(0, length)));
    assert.equal(output.error.code, "input.malformed", whole.slice(0, length));
  }
  for (const wrong of ["[]", "null", '"text"', "12", '{"cases":7}', '{"cases":[7]}', '{"cases":[{"op":5}]}', '{"cases":[{"left":[1.5]}]}', '{"cases":[{"left":["x"]}]}', '{"cases":[{"left":[12345678901234567890]}]}']) {
    assert.equal(JSON.parse(answer(wrong)).error.code, "input.malformed", wrong);
  }
});

test("a failure names the member it came from", () => {
  assert.match(JSON.parse(answer('{"cases":[{"op":"echo","left":["1","1e5"]}]}')).error.message, /a decimal .* 'left'/);
});
