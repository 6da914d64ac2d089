import { JsonReader, JsonSlice } from "../json/reader";

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
    const wanted = new Set<string>();
    for (let i = 0; i < values.length; i++) wanted.add(values[i]);
    while (r.nextItem()) {
      const row = r.slice();
      if (row.hasTextAmong(field, wanted)) found.push(readObject<T>(row.reader()));
    }
    return found;
  }
}
