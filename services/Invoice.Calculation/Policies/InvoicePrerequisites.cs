using System.Collections.Frozen;
using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>invoice_prerequisites</c>: what a company and its charges must have, beside tax rates, for an invoice to be made of them.</summary>
public static class InvoicePrerequisites
{
    private const string Pack = "PlanServiceConfigPack";
    private const string Fixed = "fixed";

    /// <summary>What is lacking; null where the invoice may be made.</summary>
    public delegate BillingError? Rule(InvoiceBasis basis);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["none"] = None,
        ["complete_records"] = CompleteRecords,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static BillingError? None(InvoiceBasis basis) => null;

    /// <summary>Where plans charge, the company has a default tax region; every recurring charge is of an assignment of a fixed plan that says a quantity of the service.</summary>
    public static BillingError? CompleteRecords(InvoiceBasis basis)
    {
        ArgumentNullException.ThrowIfNull(basis);
        if (basis.Company.DefaultTaxRegion is null && basis.Charges.Any(IsOfPlan))
        {
            return new BillingError(
                ErrorCodes.InvoiceRefused,
                $"Company {basis.Company.Label} has no default tax region, without which it is not invoiced.",
                "Give the company a default tax rate, and bill it again.",
                basis.Company.CompanyId);
        }

        var uncounted = Uncounted(basis.Input);
        foreach (var charge in basis.Charges.Where(charge => charge.ChargeType == ChargeType.Recurring))
        {
            if (charge.Dimension("assignment_id") is null || charge.Dimension("plan_type") is not (null or Fixed))
                return Incomplete(charge, "is not of an assignment of a fixed plan");
            if (uncounted.Contains((charge.Dimension("plan_id"), charge.Dimension("service_id"))))
                return Incomplete(charge, "is for a service of which its plan says no quantity");
        }

        return null;
    }

    private static bool IsOfPlan(Charge charge) => charge.ChargeType is not (ChargeType.Manual or ChargeType.Credit or ChargeType.Discount);

    private static HashSet<(string? Plan, string? Service)> Uncounted(CompanyInput input)
    {
        var found = new HashSet<(string?, string?)>();
        if (!input.Facts.TryGetValue(Pack, out var rows))
            return found;
        foreach (var element in rows)
        {
            var row = new FactRow(Pack, element, "config_id");
            if (row.IsNull("quantity"))
                found.Add((row.Text("plan_id"), row.Text("service_id")));
        }

        return found;
    }

    private static BillingError Incomplete(Charge charge, string lacks) => new(
        ErrorCodes.InvoiceRefused,
        $"Recurring charge '{charge.Description}' {lacks}, without which it cannot be put on an invoice.",
        "Complete the plan's services, and bill the company again.",
        charge.ChargeId);
}
