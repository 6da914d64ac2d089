import { readFile } from "node:fs/promises";
import path from "node:path";
import { compile } from "../../tooling/build.mjs";

const folder = path.join(import.meta.dirname, "..", "..");
for (const name of ["probe", "documents"]) {
  const source = await readFile(path.join(import.meta.dirname, `${name}.ts`), "utf8");
  await compile(folder, source, path.join(folder, "dist", `${name}.wasm`));
}
