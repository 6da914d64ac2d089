import { Input, Output, Remainders } from "@alga/billing-plugin-sdk";
import { discountLines } from "./discounts";
import { ManualItem, itemsOf } from "./items";
import { Lines } from "./lines";

/** Bills what was entered by hand: all lines that are no discounts, then the discounts, each by sequence. */
export function transform(input: Input): Output {
  const output = new Output();
  output.charges = input.charges();
  const items = itemsOf(input);
  const lines = new Lines(input, output.charges.length);
  const discounts: ManualItem[] = [];
  for (let i = 0; i < items.length; i++) {
    if (items[i].isDiscount) discounts.push(items[i]);
    else output.charges.push(lines.sale(items[i]));
  }
  discountLines(input, discounts, lines, new Remainders(output.charges.slice(0)), output);
  return output;
}
