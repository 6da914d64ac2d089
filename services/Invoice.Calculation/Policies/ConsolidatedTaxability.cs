using System.Collections.Frozen;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_consolidated_taxability</c>: which charges of one recurring item are taxable.</summary>
public static class ConsolidatedTaxability
{
    /// <summary>The treatments of one item's charges, in their order.</summary>
    public delegate TaxTreatment[] Rule(TaxTreatment[] item);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["each_charge"] = EachCharge,
        ["all_if_any"] = AllIfAny,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TaxTreatment[] EachCharge(TaxTreatment[] item) => item;

    public static TaxTreatment[] AllIfAny(TaxTreatment[] item) =>
        Array.Exists(item, charge => charge.IsTaxable) ? Array.ConvertAll(item, charge => charge with { IsTaxable = true }) : item;
}
