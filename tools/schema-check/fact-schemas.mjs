// One schema per fact pack, made from the catalog: what a row of the pack looks like when it is loaded, stored and handed to a module.
const common = "../common.schema.json#/$defs/";

const orNull = (schema, nullable) => (nullable ? { anyOf: [schema, { type: "null" }] } : schema);

function textSchema({ values, nullable }) {
  if (values) return { enum: nullable ? [...values, null] : values };
  return { type: nullable ? ["string", "null"] : "string" };
}

function jsonSchema({ fields, nullable }) {
  const list = fields ? { type: "array", items: rowSchema(fields) } : {};
  return fields ? orNull(list, nullable) : list;
}

const schemaOfType = {
  text: textSchema,
  integer: ({ nullable }) => orNull({ $ref: `${common}integer` }, nullable),
  cents: ({ nullable }) => orNull({ $ref: `${common}cents` }, nullable),
  decimal: ({ nullable }) => orNull({ $ref: `${common}decimal` }, nullable),
  boolean: ({ nullable }) => ({ type: nullable ? ["boolean", "null"] : "boolean" }),
  date: ({ nullable }) => orNull({ $ref: `${common}date` }, nullable),
  instant: ({ nullable }) => orNull({ $ref: `${common}row_instant` }, nullable),
  json: jsonSchema,
};

const isEnd = (field) => field.last_day_counts !== undefined || field.last_day_counts_when !== undefined;

function fieldSchema(field) {
  const make = schemaOfType[field.type];
  if (!make) throw new Error(`Field ${field.name} has the unknown type ${field.type}.`);
  const description = isEnd(field) ? `${field.description} In rows: the first day not covered.` : field.description;
  return { description, ...make(field) };
}

function rowSchema(fields) {
  return {
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: fields.filter((field) => !field.nullable).map((field) => field.name),
  };
}

/** The row's company: part of every row that is loaded, and of documents only where the pack lists it as a field. */
function companyOf(pack) {
  if (pack.fields.some((field) => field.name === "company_id")) return {};
  return pack.owner === "tenant"
    ? { company_id: { description: "Where rows are loaded: the company of the row. Null or absent: all companies.", type: ["string", "null"] } }
    : { company_id: { description: "Where rows are loaded: the company of the row.", type: "string" } };
}

export function factSchema(pack) {
  const row = rowSchema(pack.fields);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `facts/${pack.name}.schema.json`,
    $comment: "Written by tools/schema-check from schemas/catalog.json: npm run facts.",
    title: `${pack.name} ${pack.version}`,
    description: pack.description,
    ...row,
    properties: { ...companyOf(pack), ...row.properties },
  };
}

export const factSchemaText = (pack) => `${JSON.stringify(factSchema(pack), null, 2)}\n`;
