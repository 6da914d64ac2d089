// npm run validate -- SCHEMA FILE…: validates documents, such as `npm run validate -- run-billing request.json`.
import { resolve } from "node:path";
import { createValidator, readJson, schemaNames, schemaOf } from "./schemas.mjs";

const [name, ...files] = process.argv.slice(2);
if (!name || files.length === 0 || !schemaNames().includes(name)) {
  console.error(`usage: npm run validate -- SCHEMA FILE…\nSCHEMA is one of ${schemaNames().join(", ")}`);
  process.exit(2);
}

const validate = schemaOf(createValidator(), name);

/** What is wrong with a file; nothing when it is valid. */
function complaints(file) {
  let document;
  try {
    // npm runs scripts in the package's folder; INIT_CWD is where the user stands.
    document = readJson(resolve(process.env.INIT_CWD ?? ".", file));
  } catch (error) {
    return [error.code === "ENOENT" ? "there is no such file" : `is not JSON that can be read: ${error.message}`];
  }
  return validate(document) ? [] : validate.errors.map((error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
}

let refused = 0;
for (const file of files) {
  const found = complaints(file);
  if (found.length === 0) console.log(`${file}: valid`);
  else refused++;
  for (const complaint of found) console.error(`${file}: ${complaint}`);
}
process.exit(refused === 0 ? 0 : 1);
