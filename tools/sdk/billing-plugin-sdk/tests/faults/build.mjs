// One module of the SDK's helpers and of some first-party modules, with the faults of faults.json in it. A document picks a fault by `fault`, none by leaving it out, and what is run by `module`.
// tests/Modules shows of each fault that a property finds it.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { compile } from "../../tooling/build.mjs";

const here = import.meta.dirname;
const sdk = path.join(here, "..", "..");
const workspace = path.join(sdk, "..");
const assembly = "billing-plugin-sdk/assembly/";
const modules = { "bundle-flat-rate": "transform", "cap-total": "transform", discounts: "transform", "first-n-free": "transform" };

const faults = JSON.parse(await readFile(path.join(here, "faults.json"), "utf8"));

function entry() {
  const names = Object.keys(modules);
  return `
export { billing_abi, alloc } from "@alga/billing-plugin-sdk/assembly/abi";
import { finish } from "@alga/billing-plugin-sdk/assembly/abi";
import { choose } from "@alga/billing-plugin-sdk/assembly/fault";
import { Input, JsonReader, readObject } from "@alga/billing-plugin-sdk";
import { Cases } from "./billing-plugin-sdk/tests/probe/probe";
${names.map((name, i) => `import { ${modules[name]} as module${i} } from "./modules/${name}/assembly/module";`).join("\n")}

const FAULTS: string[] = ${JSON.stringify(faults.map(({ fault }) => fault))};

class Choice {
  fault: string = "";
  module: string = "";

  field(r: JsonReader): bool {
    if (r.is("fault")) this.fault = r.text();
    else if (r.is("module")) this.module = r.text();
    else return false;
    return true;
  }
}

export function run(address: i32, length: i32): i64 {
  const choice = readObject<Choice>(new JsonReader(<usize>address, <usize>(address + length)));
  if (choice.fault.length > 0 && !FAULTS.includes(choice.fault)) throw new Error("no such fault: " + choice.fault);
  choose(FAULTS.indexOf(choice.fault));
  if (choice.module == "probe") return finish(readObject<Cases>(new JsonReader(<usize>address, <usize>(address + length))));
  const input = Input.read(<usize>address, <usize>length);
${names.map((name, i) => `  if (choice.module == ${JSON.stringify(name)}) return finish(module${i}(input));`).join("\n")}
  throw new Error("no such module: " + choice.module);
}
`;
}

/** A source with its faults: each right expression stays in force until its fault is chosen. */
function seeded(file, source) {
  const own = faults.map((fault, number) => ({ ...fault, number })).filter((fault) => fault.file === file);
  if (own.length === 0) return source;
  // From the end, so that places stay; where two faults are at one place, the later one is nested in the earlier one's right side.
  const places = new Map();
  for (const { fault, at, right = at, wrong, number } of own) {
    const found = source.indexOf(at);
    if (found < 0 || source.includes(at, found + 1)) throw new Error(`${fault}: ${file} has ${JSON.stringify(at)} ${found < 0 ? "nowhere" : "twice"}`);
    const place = found + at.indexOf(right);
    const previous = places.get(place) ?? { right, text: right };
    if (at.indexOf(right) < 0 || previous.right !== right) throw new Error(`${fault}: ${JSON.stringify(right)} does not fit its place`);
    places.set(place, { right, text: `(fault == ${number} ? ${wrong} : ${previous.text})` });
  }
  let text = source;
  for (const [place, { right, text: replacement }] of [...places].sort(([a], [b]) => b - a)) text = text.slice(0, place) + replacement + text.slice(place + right.length);
  return `import { fault } from "./${"../".repeat(file.split("/").length - 1)}fault";\n${text}`;
}

async function read(file) {
  const at = file.replaceAll(path.sep, "/").lastIndexOf(assembly);
  const name = at < 0 ? "" : file.replaceAll(path.sep, "/").slice(at + assembly.length);
  if (name === "fault.ts") return "export let fault: i32 = -1;\nexport function choose(number: i32): void {\n  fault = number;\n}\n";
  const source = await readFile(file, "utf8");
  return name === "" ? source : seeded(name, source);
}

const { bytes } = await compile(workspace, entry(), path.join(sdk, "dist", "faulty.wasm"), read);
console.log(`dist/faulty.wasm  ${bytes} bytes, ${faults.length} faults`);
