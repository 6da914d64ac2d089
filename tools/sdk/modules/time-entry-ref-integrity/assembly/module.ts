import { Charge, Input, Switch, TimeEntryRow, Verdict } from "@alga/billing-plugin-sdk";

type Copies = () => bool;

/** Refuses time lines that name no entry, entries that are not there or of another service, and entries that are billed twice. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const services = entries(input);
  const copies = mayBeCopied(input);
  const billed = new Set<string>();
  const charges = input.charges();
  for (let i = 0; i < charges.length; i++) {
    const charge = charges[i];
    if (charge.charge_type == "time") checkLine(charge, services, verdict);
    if (copies || (charge.charge_type != "time" && charge.charge_type != "overage")) continue;
    for (let j = 0; j < charge.input_refs.length; j++) {
      const id = charge.input_refs[j];
      if (billed.has(id)) verdict.refuse("time.entry_twice", "entry " + id + " is billed twice", charge.charge_id);
      billed.add(id);
    }
  }
  return verdict;
}

/** Entry to its service; no service is an empty text. */
function entries(input: Input): Map<string, string> {
  const rows = input.events.rows<TimeEntryRow>("TimeEntriesPack");
  const found = new Map<string, string>();
  for (let i = 0; i < rows.length; i++) {
    const service = rows[i].service_id;
    found.set(rows[i].entry_id, service === null ? "" : service);
  }
  return found;
}

function checkLine(charge: Charge, services: Map<string, string>, verdict: Verdict): void {
  if (charge.input_refs.length == 0) verdict.refuse("time.no_entry", "'" + charge.description + "' bills time of no entry", charge.charge_id);
  const service = charge.dimensions.get("service_id");
  for (let i = 0; i < charge.input_refs.length; i++) {
    const id = charge.input_refs[i];
    if (!services.has(id)) verdict.refuse("time.entry_unknown", "'" + charge.description + "' bills entry " + id + ", which is not there", charge.charge_id);
    else if (service !== null && services.get(id) != service) verdict.refuse("time.service_differs", "'" + charge.description + "' bills entry " + id + ", which is for another service", charge.charge_id);
  }
}

/** Whether policies in force have one entry billed more than once. */
function mayBeCopied(input: Input): bool {
  const policies = input.policies;
  return (
    new Switch<Copies>("event_routing", "single", never).or("copy_to_every_plan", always).in(policies)() ||
    new Switch<Copies>("bucket_entries", "routed", never).or("all_of_service", always).in(policies)() ||
    new Switch<Copies>("hourly_ticket_links", "once", never).or("per_link", always).in(policies)()
  );
}

function never(): bool {
  return false;
}

function always(): bool {
  return true;
}
