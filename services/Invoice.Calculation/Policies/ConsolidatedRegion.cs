using System.Collections.Frozen;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_consolidated_region</c>: which regions tax the charges of one recurring item.</summary>
public static class ConsolidatedRegion
{
    /// <summary>The treatments of one item's charges, in their order.</summary>
    public delegate TaxTreatment[] Rule(TaxTreatment[] item, string? defaultRegion);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["each_charge"] = EachCharge,
        ["default_if_mixed"] = DefaultIfMixed,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TaxTreatment[] EachCharge(TaxTreatment[] item, string? defaultRegion) => item;

    /// <summary>Charges that are not taxable count with the region they are shown with.</summary>
    public static TaxTreatment[] DefaultIfMixed(TaxTreatment[] item, string? defaultRegion) =>
        Array.TrueForAll(item, charge => string.Equals(charge.ShownRegion, item[0].ShownRegion, StringComparison.Ordinal))
            ? item
            : Array.ConvertAll(item, charge => charge with { TaxingRegion = defaultRegion, ShownRegion = defaultRegion });
}
