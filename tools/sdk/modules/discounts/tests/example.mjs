import { charge as line, companyDocument } from "@alga/billing-plugin-sdk/examples";

/** A charge of a plan, or of none; its id is the key, filled up with zeros. */
export const charge = (key, cents, planId, change = {}) => ({
  ...line(key.padEnd(32, "0"), { line_key: key, net_amount_cents: cents, ...change }),
  dimensions: planId ? { assignment_id: `a-${planId}`, plan_id: planId } : {},
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
  const document = companyDocument({
    charges: [charge("a", 6000, "p1"), charge("b", 4000, "p1", { is_taxable: false }), charge("c", 5000, "p2")],
    facts: {
      AssignmentPack: [assignment("p1"), assignment("p2")],
      BillingCyclesPack: [{ billing_cycle_id: "cy1", end_convention: "exclusive", is_closed: false }],
      DiscountPolicyPack: [discount("d1", "percentage", "0.15")],
    },
  });
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
