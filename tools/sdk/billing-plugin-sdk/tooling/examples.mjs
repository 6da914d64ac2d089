/** A charge as the host hands it to a Transformer or Validator: 10.00 for service s1 of plan p1 in January 2025, with what `change` says in its place. */
export function charge(id, change = {}) {
  const { dimensions, ...rest } = change;
  const cents = change.net_amount_cents ?? 1000;
  return {
    charge_id: id,
    charge_type: "recurring",
    currency_code: "USD",
    description: `Line ${id}`,
    dimensions: { assignment_id: "a1", plan_id: "p1", plan_type: "fixed", service_id: "s1", ...dimensions },
    input_refs: [],
    is_taxable: true,
    line_key: id,
    metadata: {},
    net_amount_cents: cents,
    quantity: "1",
    service_end: "2025-02-01",
    service_start: "2025-01-01",
    source_module: "mod.fixed-fmv@1.0.0",
    source_scope: "a1",
    unit_price: String(cents),
    ...rest,
  };
}

/** A discount as a Transformer before this one left it. */
export const discount = (id, cents, from, change = {}) => charge(id, { charge_type: "discount", derived_from: from, is_taxable: false, net_amount_cents: -cents, ...change });

/** Company c1 in January 2025. */
export function context() {
  return {
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
  };
}

/** An assignment a1 of plan p1 that covers the month, with what `change` says in its place. */
export const scope = (change = {}) => ({
  assignment_id: "a1",
  company_id: "c1",
  plan_id: "p1",
  plan_name: "Plan",
  plan_type: "fixed",
  start_date: "2024-06-01",
  end_date: null,
  is_active: true,
  billing_cycle: "monthly",
  bundle_id: null,
  bundle_name: null,
  company_bundle_id: null,
  source: "direct",
  ...change,
});

/** The document of a Transformer or Validator: the charges of a company in January 2025. */
export function companyDocument({ charges, facts = {}, events, policies = {}, args, balances }) {
  return {
    abi: 1,
    args,
    balances,
    charges,
    context: context(),
    events,
    facts,
    policies,
  };
}
