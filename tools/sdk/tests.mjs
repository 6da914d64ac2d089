// Runs every workspace's tests in one process tree, so that the run ends with one count.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

const root = import.meta.dirname;
const folders = ["billing-plugin-sdk", ...readdirSync(path.join(root, "modules")).map((name) => path.join("modules", name))];
const files = folders.flatMap((folder) => {
  const tests = path.join(root, folder, "tests");
  return readdirSync(tests)
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => path.join(folder, "tests", name));
});
process.exitCode = spawnSync(process.execPath, ["--test", ...files], { cwd: root, stdio: "inherit" }).status ?? 1;
