import { JsonWriter } from "./json/writer";

/** A typed failure of the whole call, instead of charges or a verdict. */
export class Failure {
  constructor(
    readonly code: string,
    readonly message: string,
    readonly subject: string,
  ) {}

  write(w: JsonWriter): void {
    w.beginObject();
    w.text("code", this.code);
    w.text("message", this.message);
    w.text("subject", this.subject);
    w.endObject();
  }
}

let first: Failure | null = null;

/**
 * Ends the call with a typed failure: whatever else the module returns, the host gets `{"error":{code,message,subject}}`.
 * There are no exceptions in AssemblyScript, so this returns; write `return fail(…)`. The first failure is the one reported, and a failure cannot be taken back.
 *
 * @param code lower-case, prefixed by its owner: `fixed.service_missing`
 * @param message one sentence for a person
 * @param subject the id of what it is about: a plan, a service, a charge
 */
export function fail(code: string, message: string, subject: string): void {
  if (first === null) first = new Failure(code, message, subject);
}

/** Whether the call has failed already. */
export function hasFailed(): bool {
  return first !== null;
}

export function firstFailure(): Failure | null {
  return first;
}
