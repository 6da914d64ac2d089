// Loads every schema under schemas/ into one validator. A schema's $id is its path there, so that references are relative paths.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "schemas");

const suffix = ".schema.json";

export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Paths under schemas/, with forward slashes, sorted. */
export function filesUnder(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

/** Names of all schemas: "run-billing", "facts/PlanPack". */
export function schemaNames() {
  return filesUnder(".", suffix).map((path) => path.slice(0, -suffix.length));
}

/** A validator that knows every schema and refuses keywords and formats it does not know. */
export function createValidator() {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
  addFormats(ajv);
  for (const name of schemaNames()) ajv.addSchema(readJson(join(root, name + suffix)));
  return ajv;
}

export function schemaOf(ajv, name) {
  const validate = ajv.getSchema(name + suffix);
  if (!validate) throw new Error(`There is no schema ${name}; there are ${schemaNames().join(", ")}.`);
  return validate;
}
