using System.Collections.Frozen;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_reverse_charge</c>: whether a company that accounts for the tax itself is charged none.</summary>
public static class TaxReverseCharge
{
    /// <summary>True where the company is charged no tax.</summary>
    public delegate bool Rule(TaxedCompany company);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["honoured"] = Honoured,
        ["ignored"] = Ignored,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Honoured(TaxedCompany company)
    {
        ArgumentNullException.ThrowIfNull(company);
        return company.IsReverseCharge;
    }

    public static bool Ignored(TaxedCompany company) => false;
}
