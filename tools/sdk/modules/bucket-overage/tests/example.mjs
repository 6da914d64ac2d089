import { context, scope } from "@alga/billing-plugin-sdk/examples";

/** One assignment of a plan with ten hours of one service and one of another in its first month, January 2025. `change` alters the document before it is given out. */
export function example(change = () => {}) {
  const document = {
    abi: 1,
    scope: scope({ plan_name: "Block hours", plan_type: "bucket", start_date: "2025-01-01" }),
    context: context(),
    events: {
      TimeEntriesPack: [
        entry("e1", "s1", "2025-01-07T09:00:00.000Z", "2025-01-07T17:00:00.000Z", 480),
        entry("e2", "s1", "2025-01-08T09:00:00.000Z", "2025-01-08T12:00:00.000Z", 180),
        entry("e3", "s1", "2025-01-09T09:00:00.000Z", "2025-01-09T09:50:00.000Z", 50),
        entry("e4", "s2", "2025-01-10T09:00:00.000Z", "2025-01-10T09:45:00.000Z", 45),
      ],
    },
    facts: {
      PlanServiceConfigPack: [
        { plan_id: "p1", service_id: "s1", configuration_type: "bucket", config_id: "k1" },
        { plan_id: "p1", service_id: "s2", configuration_type: "bucket", config_id: "k2" },
      ],
      BucketConfigPack: [
        { config_id: "k1", total_minutes: 600, overage_rate_cents: "12500.5", rollover_allowed: true },
        { config_id: "k2", total_minutes: 60, overage_rate_cents: "9000", rollover_allowed: false },
        { config_id: "k9", total_minutes: 0, overage_rate_cents: "1", rollover_allowed: false },
      ],
      BucketStatePack: [],
      CatalogPack: [
        { service_id: "s1", service_name: "Remote support", default_rate_cents: "10000", category_id: "support", tax_region: "US-NY", is_taxable: true },
        { service_id: "s2", service_name: "Consulting", default_rate_cents: "15000", category_id: null, tax_region: null, is_taxable: false },
        { service_id: "s3", service_name: "Training", default_rate_cents: "8000", category_id: null, tax_region: null, is_taxable: false },
      ],
    },
    policies: {},
  };
  change(document);
  return document;
}

export const entry = (entry_id, service_id, start_time, end_time, billable_duration_minutes) => ({ entry_id, service_id, start_time, end_time, billable_duration_minutes });

/** State of the bucket of s1. */
export const state = (period_start, period_end, minutes_used, rolled_over_minutes, expires = null) => ({
  assignment_id: "a1",
  service_id: "s1",
  period_start,
  period_end,
  minutes_used,
  rolled_over_minutes,
  expires,
});

/** The same as the final run of a cycle leaves it: what is carried in, and nothing of the period's own use. */
export const closed = (period_start, period_end, rolled_over_minutes, expires = null) => ({
  ...state(period_start, period_end, 0, rolled_over_minutes, expires),
  closed_cycle_id: "cy0",
});

/** The parts of the example that tests change most. */
export const parts = (document) => ({
  scope: document.scope,
  period: document.context.period,
  configs: document.facts.PlanServiceConfigPack,
  hours: document.facts.BucketConfigPack,
  states: document.facts.BucketStatePack,
  catalog: document.facts.CatalogPack,
  entries: document.events.TimeEntriesPack,
  policies: document.policies,
});

/** line_key to cents. */
export const amounts = (output) => Object.fromEntries(output.charges.map((charge) => [charge.line_key, charge.net_amount_cents]));

/** Opening, granted, used, rolled over, expired, closing, and the day of expiry. */
export const movement = (output, service = "s1") => {
  const found = output.balances.find((balance) => balance.service_id === service);
  return [found.opening_minutes, found.granted_minutes, found.used_minutes, found.rolled_over_minutes, found.expired_minutes, found.closing_minutes, found.expires];
};
