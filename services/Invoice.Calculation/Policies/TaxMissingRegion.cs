using System.Collections.Frozen;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_missing_region</c>: what becomes of a taxable charge that names no region, where the company has no default one.</summary>
public static class TaxMissingRegion
{
    /// <summary>The warning under which the charge bears no tax.</summary>
    /// <exception cref="BillingException"><paramref name="missing"/>, where that is not borne.</exception>
    public delegate BillingWarning Rule(Charge charge, BillingError missing);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["manual_untaxed"] = ManualUntaxed,
        ["fail"] = Fail,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A person wrote the item and is told; what a plan charges has to be taxed somewhere.</summary>
    public static BillingWarning ManualUntaxed(Charge charge, BillingError missing)
    {
        ArgumentNullException.ThrowIfNull(charge);
        ArgumentNullException.ThrowIfNull(missing);
        return charge.ChargeType == ChargeType.Manual
            ? new BillingWarning(missing.Code, missing.Message + " It bears no tax.", missing.Subject)
            : throw new BillingException(missing);
    }

    public static BillingWarning Fail(Charge charge, BillingError missing) => throw new BillingException(missing);
}
