// Written by tooling/rows.mjs from schemas/catalog.json.
import { JsonReader } from "../json/reader";

/** TimeEntriesPack 1.0.0. Work done, as time entries. */
export class TimeEntryRow {
  /** The entry. */
  entry_id: string = "";
  /** Company of the ticket or project. */
  company_id: string = "";
  /** Who did the work. */
  user_id: string = "";
  /** Kind of that user. */
  user_type: string | null = null;
  /** Service the time is billed as. Null: none was chosen. */
  service_id: string | null = null;
  /** Plan or assignment the entry was put under, as recorded. Null: none. */
  plan_id: string | null = null;
  /** ticket, project_task, or a kind that is not billed. */
  work_item_type: string = "";
  /** The ticket or task. */
  work_item_id: string | null = null;
  /** Projects that the ticket is linked to. */
  ticket_project_links: i64 = 0;
  /** Begin of the work. */
  start_time: string = "";
  /** End of the work. */
  end_time: string = "";
  /** Minutes the technician marked as billable; 0: not billable. */
  billable_duration_minutes: i64 = 0;
  /** Whether the entry is billable. */
  billable: bool = false;
  /** Where the entry stands. One of DRAFT, SUBMITTED, APPROVED, CHANGES_REQUESTED. */
  approval_status: string = "";
  /** Whether approval_status is APPROVED. */
  approved: bool = false;
  /** Billed elsewhere already. */
  invoiced: bool = false;

  field(r: JsonReader): bool {
    switch (r.keyLength) {
      case 7:
        if (r.is("user_id")) this.user_id = r.text();
        else if (r.is("plan_id")) this.plan_id = r.textOrNull();
        else return false;
        break;
      case 8:
        if (r.is("entry_id")) this.entry_id = r.text();
        else if (r.is("end_time")) this.end_time = r.text();
        else if (r.is("billable")) this.billable = r.flag();
        else if (r.is("approved")) this.approved = r.flag();
        else if (r.is("invoiced")) this.invoiced = r.flag();
        else return false;
        break;
      case 9:
        if (r.is("user_type")) this.user_type = r.textOrNull();
        else return false;
        break;
      case 10:
        if (r.is("company_id")) this.company_id = r.text();
        else if (r.is("service_id")) this.service_id = r.textOrNull();
        else if (r.is("start_time")) this.start_time = r.text();
        else return false;
        break;
      case 12:
        if (r.is("work_item_id")) this.work_item_id = r.textOrNull();
        else return false;
        break;
      case 14:
        if (r.is("work_item_type")) this.work_item_type = r.text();
        else return false;
        break;
      case 15:
        if (r.is("approval_status")) this.approval_status = r.text();
        else return false;
        break;
      case 20:
        if (r.is("ticket_project_links")) this.ticket_project_links = r.integer();
        else return false;
        break;
      case 25:
        if (r.is("billable_duration_minutes")) this.billable_duration_minutes = r.integer();
        else return false;
        break;
      default:
        return false;
    }
    return true;
  }
}
