import { context, scope } from "@alga/billing-plugin-sdk/examples";

/** One assignment of a usage plan, January 2025: storage by tiers, transfer by the unit, three records. `change` alters the document before it is given out. */
export function example(change = () => {}) {
  const record = (usage_id, service_id, usage_date, quantity) => ({ usage_id, company_id: "c1", service_id, plan_id: "p1", usage_date, quantity, invoiced: false });
  const document = {
    abi: 1,
    scope: scope({ plan_name: "Cloud", plan_type: "usage" }),
    context: context(),
    facts: {
      PlanServiceConfigPack: [
        { plan_id: "p1", service_id: "s1", configuration_type: "usage", config_id: "k1", custom_rate_cents: null },
        { plan_id: "p1", service_id: "s2", configuration_type: "usage", config_id: "k2", custom_rate_cents: "12.5" },
      ],
      UsageConfigPack: [
        { config_id: "k1", minimum_usage: "0", enable_tiered_pricing: true, unit_of_measure: "GB", tier_mode: null },
        { config_id: "k2", minimum_usage: "0", enable_tiered_pricing: false, unit_of_measure: "TB", tier_mode: null },
      ],
      RateTiersPack: [
        { config_id: "k1", min_quantity: "1", max_quantity: "100", rate_cents: "2.5" },
        { config_id: "k1", min_quantity: "101", max_quantity: null, rate_cents: "1.25" },
      ],
      CatalogPack: [
        { service_id: "s1", service_name: "Storage", default_rate_cents: "10", category_id: "cloud", tax_region: "US-NY", is_taxable: true },
        { service_id: "s2", service_name: "Transfer", default_rate_cents: "20", category_id: null, tax_region: null, is_taxable: false },
      ],
    },
    events: {
      UsageRecordsPack: [record("u1", "s1", "2025-01-05T00:00:00Z", "80"), record("u2", "s1", "2025-01-20T00:00:00Z", "70"), record("u3", "s2", "2025-01-07T00:00:00Z", "3")],
    },
    policies: {},
  };
  change(document);
  return document;
}

/** The parts of the example that tests change most. */
export const parts = (document) => ({
  scope: document.scope,
  records: document.events.UsageRecordsPack,
  configs: document.facts.PlanServiceConfigPack,
  settings: document.facts.UsageConfigPack,
  tiers: document.facts.RateTiersPack,
  catalog: document.facts.CatalogPack,
  policies: document.policies,
});

/** Record to cents. */
export const amounts = (output) => Object.fromEntries(output.charges.map((charge) => [charge.line_key, charge.net_amount_cents]));
