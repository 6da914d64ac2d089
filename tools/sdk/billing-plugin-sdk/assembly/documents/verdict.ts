import { JsonWriter } from "../json/writer";
import { Charge } from "./charge";
import { writeAll } from "./output";
import { Warning } from "./warning";

/** Why a Validator refuses, and which charge. */
export class ValidationFailure {
  constructor(
    readonly code: string,
    readonly message: string,
    readonly charge_id: string | null,
  ) {}

  write(w: JsonWriter): void {
    w.beginObject();
    const id = this.charge_id;
    if (id !== null) w.text("charge_id", id);
    w.text("code", this.code);
    w.text("message", this.message);
    w.endObject();
  }
}

/** What a Validator returns: ok when it has no failures. */
export class Verdict {
  failures: ValidationFailure[] = [];
  warnings: Warning[] = [];
  /** The same charges normalised; null to leave them as they are. */
  charges: Charge[] | null = null;

  refuse(code: string, message: string, chargeId: string | null): void {
    this.failures.push(new ValidationFailure(code, message, chargeId));
  }

  warn(code: string, message: string, subject: string | null): void {
    this.warnings.push(new Warning(code, message, subject));
  }

  write(w: JsonWriter): void {
    w.beginObject();
    const charges = this.charges;
    if (charges !== null) writeAll<Charge>(w, "charges", charges);
    writeAll<ValidationFailure>(w, "failures", this.failures);
    w.flag("ok", this.failures.length == 0);
    writeAll<Warning>(w, "warnings", this.warnings);
    w.endObject();
  }
}
