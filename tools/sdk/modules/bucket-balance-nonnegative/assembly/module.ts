import { Balance, Input, Verdict } from "@alga/billing-plugin-sdk";

/** Refuses balances of buckets that hold less than nothing, or that are there twice. */
export function validate(input: Input): Verdict {
  const verdict = new Verdict();
  const balances = input.balances<Balance>();
  const seen = new Set<string>();
  for (let i = 0; i < balances.length; i++) {
    const balance = balances[i];
    check(balance, "opening", balance.opening_minutes, verdict);
    check(balance, "granted", balance.granted_minutes, verdict);
    check(balance, "used", balance.used_minutes, verdict);
    check(balance, "rolled over", balance.rolled_over_minutes, verdict);
    check(balance, "expired", balance.expired_minutes, verdict);
    check(balance, "closing", balance.closing_minutes, verdict);
    const key = balance.assignment_id + "\n" + balance.service_id + "\n" + balance.period_start.toString();
    if (seen.has(key)) verdict.refuse("bucket.balance_twice", nameOf(balance) + " has two balances for one period", null);
    seen.add(key);
  }
  return verdict;
}

function check(balance: Balance, what: string, minutes: i64, verdict: Verdict): void {
  if (minutes < 0) verdict.refuse("bucket.balance_negative", nameOf(balance) + " has " + minutes.toString() + " " + what + " minutes", null);
}

function nameOf(balance: Balance): string {
  return "the bucket of service " + balance.service_id + " under assignment " + balance.assignment_id;
}
