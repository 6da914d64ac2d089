import { Day } from "../dates/day";
import { JsonReader } from "../json/reader";
import { JsonWriter } from "../json/writer";
import { Decimal } from "../money/decimal";
import { Metadata } from "./metadata";
import { Tags } from "./tags";

/** Charge IR: one normalised line item. */
export class Charge {
  /** Set by the host. A Transformer keeps the id of a charge it alters. */
  charge_id: string | null = null;
  /** Unique within one module's output: a service, entry or rule id. */
  line_key: string | null = null;
  /** `recurring`, `time`, `usage`, `overage`, `bundle`, `discount`, `manual` or `credit`. */
  charge_type: string = "";
  description: string = "";
  /** For people; `net_amount_cents` binds. */
  quantity: Decimal = Decimal.ONE;
  /** Decimal cents, for people. */
  unit_price: Decimal = Decimal.ZERO;
  /** Minor units within ±(2^53−1); negative for discounts and credits. */
  net_amount_cents: i64 = 0;
  currency_code: string = "";
  is_taxable: bool = false;
  /** First day of the service. */
  service_start: Day = 0;
  /** First day after the service. */
  service_end: Day = 0;
  tax_region_hint: string | null = null;
  dimensions: Tags = new Tags();
  source_module: string | null = null;
  source_scope: string | null = null;
  /** Ids of the events this line settles. */
  input_refs: string[] = [];
  /** Ids of the charges this line was made from. */
  derived_from: string[] = [];
  metadata: Metadata = new Metadata();
  /** The host leaves out what a charge has none of: what goes back as it came is to be the same bytes. */
  private hasRefs: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 8:
        if (r.is("line_key")) this.line_key = r.textOrNull();
        else if (r.is("quantity")) this.quantity = r.decimal();
        else if (r.is("metadata")) this.metadata.read(r);
        else return false;
        break;
      case 9:
        if (r.is("charge_id")) this.charge_id = r.textOrNull();
        else return false;
        break;
      case 10:
        if (r.is("unit_price")) this.unit_price = r.decimal();
        else if (r.is("is_taxable")) this.is_taxable = r.flag();
        else if (r.is("dimensions")) this.dimensions.read(r);
        else if (r.is("input_refs")) this.readRefs(r);
        else return false;
        break;
      case 11:
        if (r.is("charge_type")) this.charge_type = r.text();
        else if (r.is("description")) this.description = r.text();
        else if (r.is("service_end")) this.service_end = r.day();
        else return false;
        break;
      case 12:
        if (r.is("source_scope")) this.source_scope = r.textOrNull();
        else if (r.is("derived_from")) readTexts(r, this.derived_from);
        else return false;
        break;
      case 13:
        if (r.is("currency_code")) this.currency_code = r.text();
        else if (r.is("service_start")) this.service_start = r.day();
        else if (r.is("source_module")) this.source_module = r.textOrNull();
        else return false;
        break;
      case 15:
        if (r.is("tax_region_hint")) this.tax_region_hint = r.textOrNull();
        else return false;
        break;
      case 16:
        if (r.is("net_amount_cents")) this.net_amount_cents = r.integer();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }

  private readRefs(r: JsonReader): void {
    readTexts(r, this.input_refs);
    this.hasRefs = true;
  }

  write(w: JsonWriter): void {
    w.beginObject();
    writePresent(w, "charge_id", this.charge_id);
    w.text("charge_type", this.charge_type);
    w.text("currency_code", this.currency_code);
    if (this.derived_from.length > 0) writeTexts(w, "derived_from", this.derived_from);
    w.text("description", this.description);
    w.key("dimensions");
    this.dimensions.write(w);
    if (this.hasRefs || this.input_refs.length > 0 || this.charge_id === null) writeTexts(w, "input_refs", this.input_refs);
    w.flag("is_taxable", this.is_taxable);
    writePresent(w, "line_key", this.line_key);
    w.key("metadata");
    this.metadata.write(w);
    w.integer("net_amount_cents", this.net_amount_cents);
    w.decimal("quantity", this.quantity);
    w.day("service_end", this.service_end);
    w.day("service_start", this.service_start);
    writePresent(w, "source_module", this.source_module);
    writePresent(w, "source_scope", this.source_scope);
    writePresent(w, "tax_region_hint", this.tax_region_hint);
    w.decimal("unit_price", this.unit_price);
    w.endObject();
  }
}

function readTexts(r: JsonReader, into: string[]): void {
  if (r.takeNull() || !r.enterArray()) return;
  while (r.nextItem()) into.push(r.text());
}

function writeTexts(w: JsonWriter, name: string, texts: string[]): void {
  w.key(name);
  w.beginArray();
  for (let i = 0; i < texts.length; i++) w.textItem(texts[i]);
  w.endArray();
}

function writePresent(w: JsonWriter, name: string, value: string | null): void {
  if (value !== null) w.text(name, value);
}
