using System.Collections.Frozen;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_missing_rate</c>: what becomes of taxable charges in a region that has no rate at the tax date.</summary>
public static class TaxMissingRate
{
    /// <summary>The warning under which they bear no tax.</summary>
    /// <exception cref="BillingException"><paramref name="missing"/>, where it is not borne.</exception>
    public delegate BillingWarning Rule(BillingError missing);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["fail"] = Fail,
        ["untaxed"] = Untaxed,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static BillingWarning Fail(BillingError missing) => throw new BillingException(missing);

    public static BillingWarning Untaxed(BillingError missing)
    {
        ArgumentNullException.ThrowIfNull(missing);
        return new BillingWarning(missing.Code, missing.Message + " They bear no tax.", missing.Subject);
    }
}
