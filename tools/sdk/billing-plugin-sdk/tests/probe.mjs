import path from "node:path";
import { load } from "../tooling/testing.mjs";

/** The SDK's functions, callable in batches: `results([{ op, … }])` gives one array of texts per case, `failure` the code a case fails with. */
export async function probe() {
  const module = await load(path.join(import.meta.dirname, "..", "dist", "probe.wasm"));
  return {
    results(cases) {
      const output = module.run({ cases });
      if (output.error) throw new Error(`${output.error.code}: ${output.error.message}`);
      return output;
    },
    failure: (oneCase) => module.run({ cases: [oneCase] }).error?.code ?? null,
    raw: module,
  };
}

/** Numbers that are the same on every run (xorshift, 64 bits). */
export function sequence(seed) {
  let state = BigInt(seed) | 1n;
  const next = () => {
    state ^= BigInt.asUintN(64, state << 13n);
    state ^= state >> 7n;
    state ^= BigInt.asUintN(64, state << 17n);
    return state;
  };
  for (let i = 0; i < 8; i++) next();
  return {
    bits: (count) => next() & ((1n << BigInt(count)) - 1n),
    below: (limit) => Number(next() % BigInt(limit)),
    /** A signed integer of any size up to so many bits: small ones are as likely as large ones. */
    signed(count) {
      const value = next() & ((1n << BigInt(1 + Number(next() % BigInt(count)))) - 1n);
      return next() & 1n ? value : -value;
    },
  };
}
