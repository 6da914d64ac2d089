#!/usr/bin/env node
import path from "node:path";
import { buildModule } from "./build.mjs";

const [command, folder = "."] = process.argv.slice(2);
if (command !== "build") {
  console.error("usage: billing-module build [FOLDER]   compiles FOLDER/assembly/module.ts to FOLDER/build/<name>.wasm");
  process.exit(2);
}
try {
  const { outFile, bytes } = await buildModule(path.resolve(folder));
  console.log(`${path.relative(process.cwd(), outFile)}  ${bytes} bytes`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
