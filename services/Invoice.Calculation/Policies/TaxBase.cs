using System.Collections.Frozen;
using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_base</c>: what of each charge is taxed, if the charge is taxable.</summary>
public static class TaxBase
{
    /// <summary>Cents to tax of each charge, in the order of the charges; never negative.</summary>
    public delegate long[] Rule(IReadOnlyList<Charge> charges);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["before_discounts"] = BeforeDiscounts,
        ["after_discounts"] = AfterDiscounts,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every positive amount that is not a discount, whole.</summary>
    public static long[] BeforeDiscounts(IReadOnlyList<Charge> charges) =>
        [.. charges.Select(charge => charge.ChargeType == ChargeType.Discount ? 0 : Math.Max(0, charge.NetAmountCents))];

    /// <summary>
    /// Each discount is taken off the charges it was derived from, else off all, in proportion to what they have left; none falls below zero.
    /// Discounts are taken in the order of their charge ids.
    /// </summary>
    public static long[] AfterDiscounts(IReadOnlyList<Charge> charges)
    {
        var amounts = BeforeDiscounts(charges);
        foreach (var discount in charges.Where(IsDiscount).OrderBy(charge => charge.ChargeId, StringComparer.Ordinal))
        {
            var targets = Enumerable.Range(0, charges.Count)
                .Where(i => amounts[i] > 0 && (discount.DerivedFrom is not { Count: > 0 } from || from.Contains(charges[i].ChargeId, StringComparer.Ordinal)))
                .ToArray();
            var available = targets.Aggregate(Int128.Zero, (sum, i) => sum + amounts[i]);
            var taken = (long)Int128.Min(available, -(Int128)discount.NetAmountCents);
            var lines = targets.Select(i => new TaxableLine(charges[i].ChargeId ?? string.Empty, string.Empty, amounts[i])).ToArray();
            var shares = TaxRemainder.LargestRemainder(taken, lines);
            for (var t = 0; t < targets.Length; t++)
                amounts[targets[t]] -= shares[t];
        }

        return amounts;
    }

    private static bool IsDiscount(Charge charge) => charge is { ChargeType: ChargeType.Discount, NetAmountCents: < 0 };
}
