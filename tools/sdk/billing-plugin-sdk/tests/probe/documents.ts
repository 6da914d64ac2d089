// Reads a whole input and writes every kind of document, so that tests can hold them against schemas/.
import { Balance, BundleRow, ConsumedEvent, Day, Input, JsonReader, Output, Verdict, fail } from "@alga/billing-plugin-sdk";
import { finish } from "@alga/billing-plugin-sdk/assembly/abi";
export { billing_abi, alloc } from "@alga/billing-plugin-sdk/assembly/abi";

class Arguments {
  kind: string = "";
  expires: Day = 0;

  field(r: JsonReader): bool {
    if (r.is("kind")) this.kind = r.text();
    else if (r.is("expires")) this.expires = r.day();
    else return false;
    return true;
  }
}

export function run(address: i32, length: i32): i64 {
  const input = Input.read(<usize>address, <usize>length);
  const args = input.args<Arguments>();
  if (args.kind == "failure") fail("probe.failure", "asked for", "probe");
  return args.kind == "verdict" ? finish(verdict(input)) : finish(output(input, args));
}

function output(input: Input, args: Arguments): Output {
  const document = new Output();
  document.charges = input.charges();
  document.consumed.push(new ConsumedEvent("TimeEntriesPack", "e1", "whole", "bucket.inside_allowance"));
  const balance = new Balance();
  balance.assignment_id = "a1";
  balance.service_id = "s1";
  balance.period_start = input.context.period.start;
  balance.period_end = input.context.period.end;
  balance.closing_minutes = 60;
  if (args.expires != 0) balance.expires = args.expires;
  document.balances.push(balance);
  document.warn("probe.warning", "with a subject", "s1");
  document.warn("probe.warning", "without", null);
  const bundles = input.facts.rows<BundleRow>("BundlePack");
  for (let i = 0; i < bundles.length; i++) {
    const rate = bundles[i].custom_rate_cents;
    document.warn("probe.bundle", rate === null ? "none" : rate.value.toString(), bundles[i].range.days.toString());
  }
  return document;
}

function verdict(input: Input): Verdict {
  const document = new Verdict();
  document.charges = input.charges();
  document.refuse("probe.refused", "with a charge", "0123456789abcdef0123456789abcdef");
  document.refuse("probe.refused", "without", null);
  document.warn("probe.warning", "a word", "s1");
  return document;
}
