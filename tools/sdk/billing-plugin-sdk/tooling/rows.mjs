// Writes the row classes of assembly/facts from schemas/catalog.json, so that a module's types are the catalog's.
// `npm run rows` after a change of the catalog; a test fails when they have drifted.
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const folder = path.join(import.meta.dirname, "..", "assembly", "facts");
const catalogFile = path.join(import.meta.dirname, "..", "..", "..", "..", "schemas", "catalog.json");

/** AssemblyScript type, value before anything is read, and how it is read: for each catalog type, required and nullable. */
const types = {
  text: [
    ["string", `""`, "r.text()"],
    ["string | null", "null", "r.textOrNull()"],
  ],
  integer: [
    ["i64", "0", "r.integer()"],
    ["Integer | null", "null", "readInteger(r)"],
  ],
  cents: [
    ["i64", "0", "r.integer()"],
    ["Integer | null", "null", "readInteger(r)"],
  ],
  decimal: [
    ["Decimal", "Decimal.ZERO", "r.decimal()"],
    ["Decimal | null", "null", "r.decimalOrNull()"],
  ],
  boolean: [
    ["bool", "false", "r.flag()"],
    ["Flag | null", "null", "readFlag(r)"],
  ],
  date: [
    ["Day", "0", "r.day()"],
    ["Day", "OPEN_END", "r.dayOr(OPEN_END)"],
  ],
  instant: [
    ["string", `""`, "r.text()"],
    ["string | null", "null", "r.textOrNull()"],
  ],
  json: [
    ["JsonSlice", "JsonSlice.EMPTY", "r.slice()"],
    ["JsonSlice", "JsonSlice.EMPTY", "r.slice()"],
  ],
};

/** What a class needs besides the reader, by the names its text uses. */
const imports = [
  ["Day", `"../dates/day"`],
  ["OPEN_END", `"../dates/day"`],
  ["DayRange", `"../dates/day-range"`],
  ["JsonReader", `"../json/reader"`],
  ["JsonSlice", `"../json/slice"`],
  ["Decimal", `"../money/decimal"`],
  ["Integer", `"../json/nullable"`],
  ["Flag", `"../json/nullable"`],
  ["readFlag", `"../json/nullable"`],
  ["readInteger", `"../json/nullable"`],
];

const rowName = (pack) => `${singular(pack.replace(/Pack$/, ""))}Row`;
const singular = (name) => name.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
const fileName = (pack) => `${singular(pack.replace(/Pack$/, "")).replace(/(?<!^)[A-Z]/g, (c) => `-${c}`).toLowerCase()}.ts`;

function note(field) {
  const unit = { cents: " Cents.", date: field.nullable ? " OPEN_END when null." : "" }[field.type] ?? "";
  const end = "last_day_counts" in field || "last_day_counts_when" in field ? " In documents always the first day not covered." : "";
  const values = field.values ? ` One of ${field.values.join(", ")}.` : "";
  return `  /** ${field.description}${values}${end}${unit} */`;
}

/** The names of one length are compared, no others: most members of a document are looked for among many fields. */
function readsByLength(fields) {
  const lengths = [...new Set(fields.map((field) => field.name.length))].sort((a, b) => a - b);
  const reads = (length) =>
    fields
      .filter((field) => field.name.length === length)
      .map((field) => `if (r.is("${field.name}")) this.${field.name} = ${types[field.type][field.nullable ? 1 : 0][2]};\n        else `)
      .join("");
  return lengths.map((length) => `      case ${length}:\n        ${reads(length)}return false;\n        break;`).join("\n");
}

function rowSource(pack) {
  const members = pack.fields.map((field) => {
    const [type, initial] = types[field.type][field.nullable ? 1 : 0];
    return `${note(field)}\n  ${field.name}: ${type} = ${initial};`;
  });
  const names = new Set(pack.fields.map((field) => field.name));
  const range = names.has("start_date") && names.has("end_date") ? "\n  get range(): DayRange {\n    return new DayRange(this.start_date, this.end_date);\n  }\n" : "";
  const body = `/** ${pack.name} ${pack.version}. ${pack.description} */
export class ${rowName(pack.name)} {
${members.join("\n")}

  field(r: JsonReader): bool {
    switch (r.keyLength) {
${readsByLength(pack.fields)}
      default:
        return false;
    }
    return true;
  }
${range}}
`;
  const code = body.replaceAll(/\/\*\*.*?\*\//g, "");
  const used = new Map();
  for (const [name, from] of imports) {
    if (new RegExp(`\\b${name}\\b`).test(code)) used.set(from, [...(used.get(from) ?? []), name]);
  }
  const head = [...used].map(([from, what]) => `import { ${what.join(", ")} } from ${from};`).join("\n");
  return `// Written by tooling/rows.mjs from schemas/catalog.json.\n${head}\n\n${body}`;
}

/** File name to text of every row class, and of the index that exports them. */
export async function rowSources() {
  const catalog = JSON.parse(await readFile(catalogFile, "utf8"));
  const sources = new Map(catalog.packs.map((pack) => [fileName(pack.name), rowSource(pack)]));
  const exports = catalog.packs.map((pack) => `export { ${rowName(pack.name)} } from "./${fileName(pack.name).slice(0, -3)}";`);
  sources.set("index.ts", `// Written by tooling/rows.mjs from schemas/catalog.json.\n${exports.sort().join("\n")}\n`);
  return sources;
}

/** The same as it stands in assembly/facts. */
export async function committedRows() {
  const names = (await readdir(folder)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), "utf8")])));
}

if (process.argv[1] === import.meta.filename) {
  for (const name of await readdir(folder)) await rm(path.join(folder, name));
  for (const [name, source] of await rowSources()) await writeFile(path.join(folder, name), source);
}
