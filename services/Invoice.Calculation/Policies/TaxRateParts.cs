using System.Collections.Frozen;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_rate_parts</c>: whether components and brackets make a rate.</summary>
public static class TaxRateParts
{
    /// <summary>The rate as it is applied.</summary>
    public delegate TaxRate Rule(TaxRate rate);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["applied"] = Applied,
        ["ignored"] = Ignored,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TaxRate Applied(TaxRate rate) => rate;

    /// <summary>The rate's own percentage, whatever it is composed of.</summary>
    public static TaxRate Ignored(TaxRate rate)
    {
        ArgumentNullException.ThrowIfNull(rate);
        return rate with { IsComposite = false, Components = [], Thresholds = [] };
    }
}
