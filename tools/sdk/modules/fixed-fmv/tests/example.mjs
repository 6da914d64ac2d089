import { context, scope } from "@alga/billing-plugin-sdk/examples";

/** One assignment of a plan with two services, the whole of January 2025. `change` alters the document before it is given out. */
export function example(change = () => {}) {
  const document = {
    abi: 1,
    scope: scope({ plan_name: "Managed office", plan_type: "fixed" }),
    context: context(),
    facts: {
      PlanPack: [{ plan_id: "p1", plan_name: "Managed office", plan_type: "fixed", billing_frequency: "monthly", billing_timing: null }],
      PlanFixedConfigPack: [{ plan_id: "p1", base_rate_cents: 10001, enable_proration: false }],
      PlanServiceConfigPack: [
        { plan_id: "p1", service_id: "s1", configuration_type: "fixed", config_id: "k1", quantity: "3" },
        { plan_id: "p1", service_id: "s2", configuration_type: "fixed", config_id: "k2", quantity: "1" },
      ],
      CatalogPack: [
        { service_id: "s1", service_name: "Desktop care", default_rate_cents: "2000", category_id: "care", tax_region: "US-NY", is_taxable: true },
        { service_id: "s2", service_name: "Backup", default_rate_cents: "1500", category_id: null, tax_region: null, is_taxable: false },
        { service_id: "s9", service_name: "Of another plan", default_rate_cents: "1", category_id: null, tax_region: null, is_taxable: false },
      ],
      BillingCyclesPack: [{ billing_cycle_id: "cy1", period_start_date: "2025-01-01", period_end_date: "2025-02-01", end_convention: "exclusive", is_closed: false }],
    },
    policies: {},
  };
  change(document);
  return document;
}

/** The parts of the example that tests change most. */
export const parts = (document) => ({
  scope: document.scope,
  period: document.context.period,
  plan: document.facts.PlanPack[0],
  cycles: document.facts.BillingCyclesPack,
  fee: document.facts.PlanFixedConfigPack[0],
  configs: document.facts.PlanServiceConfigPack,
  catalog: document.facts.CatalogPack,
  policies: document.policies,
});

/** service_id to cents. */
export const amounts = (output) => Object.fromEntries(output.charges.map((charge) => [charge.dimensions.service_id, charge.net_amount_cents]));

/** Makes the plan an hourly one without a fee, one of whose two fixed services has a fee of its own. */
export function ofAnotherKind(document) {
  document.scope.plan_type = "hourly";
  document.facts.PlanFixedConfigPack = [];
  document.facts.PlanServiceConfigPack[0].fixed_service_base_rate = "49.995";
}
