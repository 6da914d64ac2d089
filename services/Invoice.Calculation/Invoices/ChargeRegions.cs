using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>Where a charge says it belongs for tax.</summary>
public static class ChargeRegions
{
    /// <summary>
    /// The region a charge is shown with: the one it names, else for a service that a plan charges the company's default. What is for no service (a bundle's price, a
    /// discount) and what a person wrote has none but its own.
    /// </summary>
    public static string? Shown(Charge charge, TaxedCompany company)
    {
        ArgumentNullException.ThrowIfNull(charge);
        ArgumentNullException.ThrowIfNull(company);
        return charge.TaxRegionHint ?? (IsOfPlanService(charge) ? company.DefaultTaxRegion : null);
    }

    private static bool IsOfPlanService(Charge charge) =>
        charge.Dimension("service_id") is not null && charge.ChargeType is not (ChargeType.Manual or ChargeType.Credit or ChargeType.Discount);

    internal static string? Dimension(this Charge charge, string name) =>
        charge.Dimensions is { } dimensions && dimensions.TryGetValue(name, out var value) ? value : null;
}
