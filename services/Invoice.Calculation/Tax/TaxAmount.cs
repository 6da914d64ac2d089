namespace Billing.Invoice.Calculation;

/// <summary>The tax of one region on one amount.</summary>
/// <param name="Cents">Rounded: once for the sum of the simple rates, once per component and per bracket.</param>
/// <param name="NominalRate">Sum of the percentages where all rates are simple; null where the rate depends on the amount.</param>
/// <param name="AppliedComponents">Names of the components in force, in order; null when no rate is composite.</param>
public sealed record TaxAmount(long Cents, Percentage? NominalRate, IReadOnlyList<string>? AppliedComponents)
{
    public static TaxAmount Nothing { get; } = new(0, Percentage.Zero, null);

    /// <summary>Tax of the rates on an amount of zero or more cents. The rates are those of one region that are in force at the date.</summary>
    /// <exception cref="OverflowException">The tax does not fit 64 bits.</exception>
    public static TaxAmount Of(long cents, IReadOnlyList<TaxRate> rates, DateOnly date, TaxRounding.Rule rounding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cents);
        ArgumentNullException.ThrowIfNull(rates);
        var simple = Percentage.Zero;
        var depends = false;
        long tax = 0;
        List<string>? applied = null;
        foreach (var rate in rates)
        {
            switch (rate.Kind)
            {
                case TaxRateKind.Simple:
                    simple += rate.Percentage;
                    break;
                case TaxRateKind.Composite:
                    depends = true;
                    tax = checked(tax + OfComponents(cents, rate, date, rounding, applied ??= []));
                    break;
                case TaxRateKind.Graduated:
                    depends = true;
                    tax = checked(tax + OfThresholds(cents, rate, rounding));
                    break;
                default:
                    throw new InvalidOperationException($"Tax rate kind {rate.Kind} has no calculation.");
            }
        }

        tax = checked(tax + simple.Of(cents, rounding));
        return new TaxAmount(tax, depends ? null : simple, applied);
    }

    private static long OfComponents(long cents, TaxRate rate, DateOnly date, TaxRounding.Rule rounding, List<string> applied)
    {
        long tax = 0;
        Int128 taxed = cents;
        foreach (var component in rate.Components.OrderBy(c => c.Sequence).ThenBy(c => c.TaxComponentId, StringComparer.Ordinal))
        {
            if (!component.IsInForce(date))
                continue;
            applied.Add(component.Name);
            if (component.IsHoliday(date))
                continue;
            var part = component.Rate.Of(taxed, rounding);
            tax = checked(tax + part);
            if (component.IsCompound)
                taxed += part;
        }

        return tax;
    }

    /// <summary>Brackets are filled one after the other by their width; what is above a closed last bracket is not taxed.</summary>
    private static long OfThresholds(long cents, TaxRate rate, TaxRounding.Rule rounding)
    {
        long tax = 0;
        var left = cents;
        foreach (var threshold in rate.Thresholds.OrderBy(t => t.Min))
        {
            if (left == 0)
                break;
            var taken = threshold.Max is { } max ? Math.Min(left, Math.Max(0, max - threshold.Min)) : left;
            tax = checked(tax + threshold.Rate.Of(taken, rounding));
            left -= taken;
        }

        return tax;
    }
}
