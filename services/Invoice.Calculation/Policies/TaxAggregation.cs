using System.Collections.Frozen;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_aggregation</c>: over what tax is computed and rounded.</summary>
public static class TaxAggregation
{
    /// <summary>Taxes the lines of one region.</summary>
    /// <param name="lines">Lines of positive amounts.</param>
    /// <param name="taxOf">Tax of an amount in cents at the region's rates.</param>
    /// <param name="remainder">Splits a sum of tax over lines.</param>
    /// <returns>Tax of each line, in the order of the lines.</returns>
    public delegate long[] Rule(IReadOnlyList<TaxableLine> lines, Func<long, TaxAmount> taxOf, TaxRemainder.Rule remainder);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["region"] = OverRegion,
        ["line"] = PerLine,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Once over the sum of the region, then split.</summary>
    /// <exception cref="OverflowException">The sum or its tax does not fit 64 bits.</exception>
    public static long[] OverRegion(IReadOnlyList<TaxableLine> lines, Func<long, TaxAmount> taxOf, TaxRemainder.Rule remainder)
    {
        ArgumentNullException.ThrowIfNull(taxOf);
        ArgumentNullException.ThrowIfNull(remainder);
        return remainder(taxOf(lines.Sum(line => line.Cents)).Cents, lines);
    }

    /// <summary>On every line by itself.</summary>
    public static long[] PerLine(IReadOnlyList<TaxableLine> lines, Func<long, TaxAmount> taxOf, TaxRemainder.Rule remainder) =>
        [.. lines.Select(line => taxOf(line.Cents).Cents)];
}
