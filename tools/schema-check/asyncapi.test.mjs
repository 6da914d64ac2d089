import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { readJson, root } from "./schemas.mjs";

const document = parse(readFileSync(join(root, "asyncapi.yaml"), "utf8"));

function specification() {
  // The specification brings the draft 7 meta schema along; a second copy would be ambiguous.
  const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
  addFormats(ajv);
  const path = createRequire(import.meta.url).resolve("@asyncapi/specs/schemas/3.0.0.json");
  return ajv.compile(readJson(path));
}

function references(node) {
  if (node === null || typeof node !== "object") return [];
  const own = typeof node.$ref === "string" ? [node.$ref] : [];
  return own.concat(Object.values(node).flatMap(references));
}

const inside = (pointer) => pointer.split("/").slice(1).reduce((node, key) => node?.[key], document);

test("asyncapi.yaml follows the AsyncAPI 3.0 specification", () => {
  const validate = specification();
  assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 10), null, 2));
});

test("the AsyncAPI check refuses a document that breaks the specification", () => {
  const validate = specification();
  const broken = structuredClone(document);
  broken.operations.plannerReceivesCancelRun.action = "listen";
  assert.equal(validate(broken), false);
});

test("every reference of asyncapi.yaml leads somewhere", () => {
  const all = references(document);
  assert.ok(all.length > 50, `${all.length} references`);
  const missing = all.filter((reference) => (reference.startsWith("#") ? inside(reference) === undefined : !existsSync(join(root, reference))));
  assert.deepEqual(missing, []);
});
