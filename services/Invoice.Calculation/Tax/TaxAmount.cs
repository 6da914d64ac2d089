using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>The tax of one region on one amount.</summary>
/// <param name="Cents">The sum of the parts.</param>
/// <param name="NominalRate">Sum of the percentages where all rates are simple; null where the rate depends on the amount.</param>
/// <param name="Parts">
/// Each rounded by itself: the simple rates together, then each component in force and each bracket. The same rates give the same parts for any amount.
/// </param>
public sealed record TaxAmount(long Cents, Percentage? NominalRate, IReadOnlyList<TaxPart> Parts)
{
    public static TaxAmount Nothing { get; } = new(0, Percentage.Zero, []);

    /// <summary>Tax of the rates on an amount of zero or more cents. The rates are those of one region that are in force at the date.</summary>
    /// <exception cref="OverflowException">The tax does not fit 64 bits.</exception>
    public static TaxAmount Of(long cents, IReadOnlyList<TaxRate> rates, DateOnly date, TaxRounding.Rule rounding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cents);
        ArgumentNullException.ThrowIfNull(rates);
        var parts = new List<TaxPart>();
        var simple = rates.Where(rate => rate.Kind == TaxRateKind.Simple).ToArray();
        var nominal = simple.Aggregate(Percentage.Zero, (sum, rate) => sum + rate.Percentage);
        if (simple.Length > 0)
            parts.Add(new TaxPart(TaxPartKind.Rates, nominal.ToString(), cents, nominal.Of(cents, rounding), [.. simple.Select(rate => rate.TaxRateId)]));
        foreach (var rate in rates)
        {
            if (rate.Kind == TaxRateKind.Composite)
                AddComponents(cents, rate, date, rounding, parts);
            else if (rate.Kind == TaxRateKind.Graduated)
                AddBrackets(cents, rate, rounding, parts);
        }

        return new TaxAmount(parts.Sum(part => part.TaxCents), simple.Length == rates.Count ? nominal : null, parts);
    }

    private static void AddComponents(long cents, TaxRate rate, DateOnly date, TaxRounding.Rule rounding, List<TaxPart> parts)
    {
        var taxed = cents;
        foreach (var component in rate.Components.OrderBy(c => c.Sequence).ThenBy(c => c.TaxComponentId, StringComparer.Ordinal))
        {
            if (!component.IsInForce(date))
                continue;
            var (kind, tax) = component.IsHoliday(date) ? (TaxPartKind.Holiday, 0) : (TaxPartKind.Component, component.Rate.Of(taxed, rounding));
            parts.Add(new TaxPart(kind, component.Rate.ToString(), taxed, tax, [rate.TaxRateId], component.Name));
            if (component.IsCompound)
                taxed = checked(taxed + tax);
        }
    }

    /// <summary>Brackets are filled one after the other by their width; what is above a closed last bracket is not taxed.</summary>
    private static void AddBrackets(long cents, TaxRate rate, TaxRounding.Rule rounding, List<TaxPart> parts)
    {
        var left = cents;
        foreach (var threshold in rate.Thresholds.OrderBy(t => t.Min))
        {
            var taken = threshold.Max is { } max ? Math.Min(left, Math.Max(0, max - threshold.Min)) : left;
            parts.Add(new TaxPart(TaxPartKind.Bracket, threshold.Rate.ToString(), taken, threshold.Rate.Of(taken, rounding), [rate.TaxRateId]));
            left -= taken;
        }
    }
}
