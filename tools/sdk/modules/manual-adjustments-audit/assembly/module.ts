import { Charge, Input, ManualItemRow, Verdict } from "@alga/billing-plugin-sdk";

/** Refuses bills on which an item entered by hand is missing, is there twice, or stands in the wrong place. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const items = input.events.rows<ManualItemRow>("ManualItemsPack");
  items.sort((a, b) => (a.item_id < b.item_id ? -1 : a.item_id > b.item_id ? 1 : 0));
  const lines = linesByItem(input.charges());
  let lastSale = -1;
  let firstDiscount = i32.MAX_VALUE;
  for (let i = 0; i < items.length; i++) {
    const id = items[i].item_id;
    if (!lines.has(id)) {
      verdict.refuse("manual.item_unbilled", "item " + id + " has no line", null);
      continue;
    }
    const found = lines.get(id);
    if (found.places.length > 1) verdict.refuse("manual.item_twice", "item " + id + " has " + found.places.length.toString() + " lines", found.last.charge_id);
    if (isDiscount(items[i])) firstDiscount = min(firstDiscount, found.places[0]);
    else lastSale = max(lastSale, found.places[found.places.length - 1]);
  }
  if (lastSale > firstDiscount) verdict.refuse("manual.order", "a discount entered by hand stands before a line that is none", null);
  return verdict;
}

/** Where the lines of an item stand. */
class ItemLines {
  readonly places: i32[] = [];

  constructor(public last: Charge) {}
}

function linesByItem(charges: Charge[]): Map<string, ItemLines> {
  const found = new Map<string, ItemLines>();
  for (let i = 0; i < charges.length; i++) {
    for (let j = 0; j < charges[i].input_refs.length; j++) {
      const id = charges[i].input_refs[j];
      if (!found.has(id)) found.set(id, new ItemLines(charges[i]));
      const lines = found.get(id);
      lines.places.push(i);
      lines.last = charges[i];
    }
  }
  return found;
}

function isDiscount(item: ManualItemRow): bool {
  const flag = item.is_discount;
  return flag !== null && flag.value;
}
