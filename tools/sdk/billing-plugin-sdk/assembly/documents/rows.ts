import { JsonReader } from "../json/reader";
import { JsonSlice } from "../json/slice";
import { TextIndex } from "../json/text-index";

/** Reads an object into a class that has `field(r: JsonReader): bool`: true when it took the member's value. Unknown members are passed over. */
export function readObject<T>(r: JsonReader): T {
  const object = instantiate<T>();
  if (r.enterObject()) {
    while (r.nextKey()) {
      if (!object.field(r)) r.skip();
    }
  }
  return object;
}

/** Reads an array of such objects. */
export function readRows<T>(r: JsonReader): T[] {
  const rows: T[] = [];
  if (r.takeNull() || !r.enterArray()) return rows;
  while (r.nextItem()) rows.push(readObject<T>(r));
  return rows;
}

/** The packs of a document, by name. A pack is decoded when it is asked for. */
export class Packs {
  private readonly names: string[] = [];
  private readonly slices: JsonSlice[] = [];

  read(r: JsonReader): void {
    if (r.takeNull() || !r.enterObject()) return;
    while (r.nextKey()) {
      this.names.push(r.key());
      this.slices.push(r.slice());
    }
  }

  /** The rows of a pack in canonical order; empty when the input has no such pack. Example: `input.facts.rows<PlanRow>("PlanPack")`. */
  rows<T>(pack: string): T[] {
    const at = this.names.indexOf(pack);
    return at < 0 ? [] : readRows<T>(this.slices[at].reader());
  }

  /**
   * The rows of a pack whose text field has one of these values, the others not even decoded.
   * Example: of a whole catalogue only a plan's services, `rowsWhere<CatalogRow>("CatalogPack", "service_id", ids)`.
   */
  rowsWhere<T>(pack: string, field: string, values: string[]): T[] {
    const found: T[] = [];
    const at = this.names.indexOf(pack);
    if (at < 0) return found;
    const r = this.slices[at].reader();
    if (!r.enterArray()) return found;
    const wanted = new TextIndex(values);
    while (r.nextItem()) {
      if (r.seek(field, wanted) >= 0) found.push(readObject<T>(r));
    }
    return found;
  }

  /**
   * For each value, in their order, the row whose text field has it; null where the pack has none, the last one where it has several. Other rows are not even decoded.
   * Example: the catalogue's entry of each service, `rowOfEach<CatalogRow>("CatalogPack", "service_id", ids)`.
   */
  rowOfEach<T>(pack: string, field: string, values: string[]): Array<T | null> {
    const found = new Array<T | null>(values.length);
    const at = this.names.indexOf(pack);
    if (at < 0) return found;
    const r = this.slices[at].reader();
    if (!r.enterArray()) return found;
    const wanted = new TextIndex(values);
    while (r.nextItem()) {
      const position = r.seek(field, wanted);
      if (position >= 0) found[position] = readObject<T>(r);
    }
    // A value that stands there twice was found where it stands first.
    for (let i = 0; i < values.length; i++) {
      if (found[i] === null) found[i] = found[wanted.first(i)];
    }
    return found;
  }
}
