import { charge as line, companyDocument } from "@alga/billing-plugin-sdk/examples";

/** A charge of the bundled plan p1; its id is the key, filled up with zeros. */
export const charge = (key, { dimensions, ...change } = {}) => line(key.padEnd(32, "0"), { line_key: key, dimensions: { assignment_id: "ca1", ...dimensions }, ...change });

/** January 2025: a bundle of two plans, of which the fixed one (assignment ca1) has a rate of 9900 and the hourly one (ca2) has none, and a direct plan a3. */
export function example(change = () => {}) {
  const document = companyDocument({
    charges: [
      charge("a", { net_amount_cents: 6000, dimensions: { service_id: "s1" } }),
      charge("b", { net_amount_cents: 5000, dimensions: { service_id: "s2" }, is_taxable: false }),
      charge("c", { charge_type: "time", input_refs: ["e1"], net_amount_cents: 700 }),
      charge("d", { charge_type: "time", input_refs: ["e2"], net_amount_cents: 800, dimensions: { assignment_id: "ca2", plan_id: "p2", plan_type: "hourly" } }),
      charge("e", { net_amount_cents: 4000, dimensions: { assignment_id: "a3", plan_id: "p1" } }),
    ],
    events: {
      TimeEntriesPack: [{ entry_id: "e1" }, { entry_id: "e2" }],
      UsageRecordsPack: [{ usage_id: "u1" }],
    },
    facts: {
      BillingCyclesPack: [{ billing_cycle_id: "cy1", end_convention: "exclusive", is_closed: false }],
      BundlePack: [
        { assignment_id: "ca1", bundle_id: "b1", company_bundle_id: "cb1", bundle_name: "Office", plan_id: "p1", custom_rate_cents: 9900, start_date: "2024-06-01", end_date: null, is_active: true },
        { assignment_id: "ca2", bundle_id: "b1", company_bundle_id: "cb1", bundle_name: "Office", plan_id: "p2", custom_rate_cents: null, start_date: "2024-06-01", end_date: null, is_active: true },
      ],
      CatalogPack: [
        { service_id: "s1", service_name: "Desktop care", default_rate_cents: "2000", category_id: "care", tax_region: "US-NY", is_taxable: true },
        { service_id: "s2", service_name: "Backup", default_rate_cents: "1500", category_id: null, tax_region: null, is_taxable: false },
      ],
      PlanPack: [
        { plan_id: "p1", plan_name: "Managed office", plan_type: "fixed", billing_frequency: "monthly", billing_timing: null },
        { plan_id: "p2", plan_name: "Support", plan_type: "hourly", billing_frequency: "monthly", billing_timing: null },
      ],
      PlanServiceConfigPack: [
        { plan_id: "p1", service_id: "s1", config_id: "k1", quantity: "3" },
        { plan_id: "p1", service_id: "s2", config_id: "k2", quantity: "1" },
        { plan_id: "p2", service_id: "s2", config_id: "k3", quantity: null },
      ],
    },
  });
  change(document);
  return document;
}

/** The parts of the example that tests change most. */
export const parts = (document) => ({
  charges: document.charges,
  period: document.context.period,
  rate: document.facts.BundlePack[0],
  rows: document.facts.BundlePack,
  configs: document.facts.PlanServiceConfigPack,
  catalog: document.facts.CatalogPack,
  plan: document.facts.PlanPack[0],
  policies: document.policies,
});

/** line_key to cents of every line. */
export const amounts = (output) => Object.fromEntries(output.charges.map((line) => [line.line_key, line.net_amount_cents]));
