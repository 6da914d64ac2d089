import { Input, Output } from "@alga/billing-plugin-sdk";
import { Bundles } from "./bundles";
import { Placed, byPlace } from "./placed";

/** Names the bundle of each charge that belongs to one, and puts the charges of each bundle side by side. */
export function transform(input: Input): Output {
  const output = new Output();
  const bundles = new Bundles(input, output);
  const charges = input.charges();
  const placed = new Array<Placed>(charges.length);
  for (let i = 0; i < charges.length; i++) {
    const bundle = bundles.of(charges[i]);
    placed[i] = new Placed(charges[i], i, bundle);
    if (bundle === null) continue;
    charges[i].dimensions.set("bundle_id", bundle.id);
    charges[i].dimensions.set("bundle_name", bundle.name);
  }
  placed.sort(byPlace);
  for (let i = 0; i < placed.length; i++) output.charges.push(placed[i].charge);
  return output;
}
