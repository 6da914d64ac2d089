import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { factSchemaText } from "./fact-schemas.mjs";
import { createValidator, filesUnder, readJson, root, schemaNames, schemaOf } from "./schemas.mjs";

const ajv = createValidator();
const catalog = readJson(join(root, "catalog.json"));
const policies = readJson(join(root, "policies.json"));
const why = (validate) => JSON.stringify(validate.errors, null, 2);

describe("schemas", () => {
  for (const name of schemaNames()) {
    test(`${name} compiles under its own path`, () => {
      assert.equal(readJson(join(root, `${name}.schema.json`)).$id, `${name}.schema.json`);
      assert.equal(typeof schemaOf(ajv, name), "function");
    });
  }

  test("a misspelt keyword is refused", () => {
    assert.throws(() => ajv.compile({ type: "object", requierd: ["a"] }), /unknown keyword: "requierd"/);
  });

  test("every shared definition is used", () => {
    const text = filesUnder(".", ".schema.json").map((path) => readFileSync(join(root, path), "utf8")).join("\n");
    const unused = Object.keys(readJson(join(root, "common.schema.json")).$defs).filter((name) => !text.includes(`#/$defs/${name}"`));
    assert.deepEqual(unused, []);
  });
});

describe("examples", () => {
  const examples = filesUnder("examples", ".json");
  const schemaOfExample = (path) => path.split("/").slice(1, -1).join("/");

  for (const path of examples) {
    const invalid = path.endsWith(".invalid.json");
    test(`${path} is ${invalid ? "refused" : "valid"}`, () => {
      const validate = schemaOf(ajv, schemaOfExample(path));
      assert.equal(validate(readJson(join(root, path))), !invalid, why(validate));
    });
  }

  test("every schema of a document has a valid example", () => {
    const shown = new Set(examples.filter((path) => !path.endsWith(".invalid.json")).map(schemaOfExample));
    assert.deepEqual(schemaNames().filter((name) => name !== "common" && !shown.has(name)), []);
  });
});

describe("catalog", () => {
  test("follows its schema", () => {
    const validate = schemaOf(ajv, "fact-catalog");
    assert.ok(validate(catalog), why(validate));
  });

  test("has one schema per pack, as npm run facts writes it", () => {
    assert.deepEqual(filesUnder("facts", ".schema.json"), catalog.packs.map((pack) => `facts/${pack.name}.schema.json`).sort());
    for (const pack of catalog.packs)
      assert.equal(readFileSync(join(root, "facts", `${pack.name}.schema.json`), "utf8"), factSchemaText(pack), `${pack.name}: run npm run facts`);
  });

  test("a field of an unknown type has no schema", () => {
    const pack = { name: "OddPack", version: "1.0.0", owner: "tenant", fields: [{ name: "weight", type: "double", nullable: false, description: "" }] };
    assert.throws(() => factSchemaText(pack), /Field weight has the unknown type double/);
  });
});

describe("policies", () => {
  test("follow their schema", () => {
    const validate = schemaOf(ajv, "policy-catalog");
    assert.ok(validate(policies), why(validate));
  });
});

describe("first-party modules", () => {
  const modules = join(root, "..", "tools", "sdk", "modules");
  const packs = new Map(catalog.packs.map((pack) => [pack.name, new Set(pack.fields.map((field) => field.name))]));
  const switches = new Set(policies.policies.map((policy) => policy.name));

  for (const name of ["fixed-fmv", "money-nonnegative"]) {
    const manifest = readJson(join(modules, name, "manifest.json"));

    test(`${name} has a valid manifest`, () => {
      const validate = schemaOf(ajv, "module-manifest");
      assert.ok(validate(manifest), why(validate));
    });

    test(`${name} asks only for packs, fields and policies that exist`, () => {
      for (const { kind, fields } of [...manifest.requires.facts, ...manifest.requires.events])
        assert.deepEqual(fields.filter((field) => !packs.get(kind)?.has(field)), [], kind);
      assert.deepEqual(manifest.policies.filter((policy) => !switches.has(policy)), []);
    });
  }
});

const programs = join(root, "..", "tools", "sdk", "programs");
for (const file of readdirSync(programs)) {
  test(`program ${file} follows its schema`, () => {
    const validate = schemaOf(ajv, "program-file");
    assert.ok(validate(readJson(join(programs, file))), why(validate));
  });
}
