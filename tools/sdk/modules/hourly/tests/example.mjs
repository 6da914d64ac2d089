import { context, scope } from "@alga/billing-plugin-sdk/examples";

/** One assignment of an hourly plan, January 2025, three entries of two services. `change` alters the document before it is given out. */
export function example(change = () => {}) {
  const document = {
    abi: 1,
    scope: scope({ plan_name: "Support by the hour", plan_type: "hourly" }),
    context: context(),
    events: {
      TimeEntriesPack: [
        entry("e1", "s1", "2025-01-07T09:00:00.000Z", "2025-01-07T10:10:00.000Z", 70),
        entry("e2", "s1", "2025-01-08T09:00:00.000Z", "2025-01-08T09:05:00.000Z", 5),
        entry("e3", "s2", "2025-01-09T13:00:00.000Z", "2025-01-09T16:20:00.000Z", 200),
      ],
    },
    facts: {
      PlanPack: [{ plan_id: "p1", enable_overtime: false, overtime_rate_cents: null, overtime_threshold_hours: null }],
      PlanServiceConfigPack: [{ plan_id: "p1", service_id: "s1", configuration_type: "hourly", config_id: "k1", custom_rate_cents: null }],
      HourlyConfigPack: [
        { config_id: "k1", minimum_billable_minutes: 15, round_up_to_minutes: 15, enable_overtime: false, overtime_rate_cents: null, overtime_threshold_hours: null },
        { config_id: "k9", minimum_billable_minutes: 600, round_up_to_minutes: 600, enable_overtime: true, overtime_rate_cents: "1", overtime_threshold_hours: "0" },
      ],
      UserTypeRatesPack: [{ config_id: "k9", user_type: "internal", rate_cents: "1" }],
      CatalogPack: [
        { service_id: "s1", service_name: "Remote support", default_rate_cents: "10000", category_id: "support", tax_region: "US-NY", is_taxable: true },
        { service_id: "s2", service_name: "Consulting", default_rate_cents: "15000", category_id: null, tax_region: null, is_taxable: false },
        { service_id: "s9", service_name: "Of another plan", default_rate_cents: null, category_id: null, tax_region: null, is_taxable: false },
      ],
    },
    policies: {},
  };
  change(document);
  return document;
}

export const entry = (entry_id, service_id, start_time, end_time, billable_duration_minutes) => ({
  entry_id,
  company_id: "c1",
  user_id: "u1",
  user_type: "internal",
  service_id,
  plan_id: "p1",
  work_item_type: "ticket",
  work_item_id: "w1",
  ticket_project_links: 0,
  start_time,
  end_time,
  billable_duration_minutes,
  billable: true,
  approval_status: "APPROVED",
  approved: true,
  invoiced: false,
});

/** The parts of the example that tests change most. */
export const parts = (document) => ({
  scope: document.scope,
  plan: document.facts.PlanPack[0],
  configs: document.facts.PlanServiceConfigPack,
  terms: document.facts.HourlyConfigPack[0],
  userTypeRates: document.facts.UserTypeRatesPack,
  catalog: document.facts.CatalogPack,
  entries: document.events.TimeEntriesPack,
  policies: document.policies,
});

/** line_key to cents. */
export const amounts = (output) => Object.fromEntries(output.charges.map((charge) => [charge.line_key, charge.net_amount_cents]));
