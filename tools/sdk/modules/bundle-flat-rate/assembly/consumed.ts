import { Charge, ConsumedEvent, Input, JsonReader, Output } from "@alga/billing-plugin-sdk";

/** The events that went in, by id, and how they are reported when the rate covers them. */
export class Settled {
  private readonly packs: Map<string, string> = new Map<string, string>();

  constructor(input: Input) {
    const entries = input.events.rows<EntryId>("TimeEntriesPack");
    for (let i = 0; i < entries.length; i++) this.packs.set(entries[i].id, "TimeEntriesPack");
    const records = input.events.rows<RecordId>("UsageRecordsPack");
    for (let i = 0; i < records.length; i++) this.packs.set(records[i].id, "UsageRecordsPack");
  }

  /** Reports the events of charges that are no more. Those of other packs stay what the charge made them: billed. */
  consume(charges: Charge[], output: Output): void {
    for (let i = 0; i < charges.length; i++) {
      const refs = charges[i].input_refs;
      for (let j = 0; j < refs.length; j++) {
        if (!this.packs.has(refs[j])) continue;
        output.consumed.push(new ConsumedEvent(this.packs.get(refs[j]), refs[j], "whole", "bundle.rate"));
      }
    }
  }
}

class EntryId {
  id: string = "";

  field(r: JsonReader): bool {
    if (!r.is("entry_id")) return false;
    this.id = r.text();
    return true;
  }
}

class RecordId {
  id: string = "";

  field(r: JsonReader): bool {
    if (!r.is("usage_id")) return false;
    this.id = r.text();
    return true;
  }
}
