using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>Where a charge belongs for tax.</summary>
public static class ChargeRegions
{
    /// <summary>
    /// The region a charge is shown with: the one it names, else for a service the company's default. A charge for no service (a bundle's price, a discount)
    /// has none of its own.
    /// </summary>
    public static string? Shown(Charge charge, TaxedCompany company)
    {
        ArgumentNullException.ThrowIfNull(charge);
        ArgumentNullException.ThrowIfNull(company);
        return charge.TaxRegionHint ?? (charge.Dimension("service_id") is null ? null : company.DefaultTaxRegion);
    }

    /// <summary>The region that taxes a charge, should it be taxable: its own, else the company's default.</summary>
    public static string? Taxing(Charge charge, TaxedCompany company)
    {
        ArgumentNullException.ThrowIfNull(charge);
        ArgumentNullException.ThrowIfNull(company);
        return charge.TaxRegionHint ?? company.DefaultTaxRegion;
    }

    internal static string? Dimension(this Charge charge, string name) =>
        charge.Dimensions is { } dimensions && dimensions.TryGetValue(name, out var value) ? value : null;
}
