/** One assignment of an hourly plan, January 2025, three entries of two services. `change` alters the document before it is given out. */
export function example(change = () => {}) {
  const document = {
    abi: 1,
    scope: {
      assignment_id: "a1",
      company_id: "c1",
      plan_id: "p1",
      plan_name: "Support by the hour",
      plan_type: "hourly",
      start_date: "2024-06-01",
      end_date: null,
      is_active: true,
      billing_cycle: "monthly",
      bundle_id: null,
      bundle_name: null,
      company_bundle_id: null,
      source: "direct",
    },
    context: {
      tenant_id: "t1",
      company: {
        company_id: "c1",
        company_name: "Acme",
        is_tax_exempt: false,
        default_tax_region: "US-NY",
        region_code: "US-NY",
        currency_code: "USD",
        is_reverse_charge: false,
        credit_balance_cents: 0,
        time_zone: null,
      },
      period: { start: "2025-01-01", end: "2025-02-01", billing_cycle: "monthly", billing_cycle_id: "cy1" },
      now: "2025-02-01T00:00:00Z",
      seed: "5e".repeat(32),
    },
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
