// npm run facts: writes schemas/facts/*.schema.json from schemas/catalog.json.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { factSchemaText } from "./fact-schemas.mjs";
import { readJson, root } from "./schemas.mjs";

const folder = join(root, "facts");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const pack of readJson(join(root, "catalog.json")).packs) writeFileSync(join(folder, `${pack.name}.schema.json`), factSchemaText(pack));
