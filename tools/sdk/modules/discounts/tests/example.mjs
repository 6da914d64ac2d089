/** A charge as the host hands it to a Transformer; its id is the key, filled up with zeros. */
export const charge = (key, cents, planId, change = {}) => ({
  charge_id: key.padEnd(32, "0"),
  charge_type: "recurring",
  currency_code: "USD",
  description: `Line ${key}`,
  dimensions: planId ? { assignment_id: `a-${planId}`, plan_id: planId } : {},
  input_refs: [],
  is_taxable: true,
  line_key: key,
  metadata: {},
  net_amount_cents: cents,
  quantity: "1",
  service_end: "2025-02-01",
  service_start: "2025-01-01",
  source_module: "mod.fixed-fmv@1.0.0",
  source_scope: "a-p1",
  unit_price: String(cents),
  ...change,
});

export const discount = (id, type, value, change = {}) => ({
  discount_id: id,
  discount_name: `Discount ${id}`,
  discount_type: type,
  value,
  plan_id: "p1",
  company_id: "c1",
  start_date: "2024-01-01",
  end_date: null,
  is_active: true,
  ...change,
});

const assignment = (planId, change = {}) => ({ assignment_id: `a-${planId}`, plan_id: planId, start_date: "2024-06-01", end_date: null, is_active: true, source: "direct", ...change });

/** January 2025: plan p1 costs 6000 + 4000, plan p2 5000; 15 % on p1. */
export function example(change = () => {}) {
  const document = {
    abi: 1,
    charges: [charge("a", 6000, "p1"), charge("b", 4000, "p1", { is_taxable: false }), charge("c", 5000, "p2")],
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
    facts: {
      AssignmentPack: [assignment("p1"), assignment("p2")],
      BillingCyclesPack: [{ billing_cycle_id: "cy1", end_convention: "exclusive", is_closed: false }],
      DiscountPolicyPack: [discount("d1", "percentage", "0.15")],
    },
    policies: {},
  };
  change({
    document,
    charges: document.charges,
    rules: document.facts.DiscountPolicyPack,
    assignments: document.facts.AssignmentPack,
    policies: document.policies,
    assignment,
  });
  return document;
}

/** line_key to cents of every discount. */
export const discounts = (output) => Object.fromEntries(output.charges.filter((line) => line.charge_type === "discount" && !line.charge_id).map((line) => [line.line_key, line.net_amount_cents]));
