import { JsonWriter } from "../json/writer";

/** Something a person should look at; the call goes on. */
export class Warning {
  constructor(
    readonly code: string,
    readonly message: string,
    readonly subject: string | null,
  ) {}

  write(w: JsonWriter): void {
    w.beginObject();
    w.text("code", this.code);
    w.text("message", this.message);
    const subject = this.subject;
    if (subject !== null) w.text("subject", subject);
    w.endObject();
  }
}
