using System.Collections.Frozen;
using Billing.Contracts;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_aggregation</c>: over what tax is computed and rounded.</summary>
public static class TaxAggregation
{
    /// <summary>Taxes the lines of one region.</summary>
    /// <param name="lines">Lines of positive amounts.</param>
    /// <param name="taxOf">Tax of an amount in cents at the region's rates.</param>
    /// <param name="remainder">Splits a sum of tax over lines.</param>
    public delegate RegionTax Rule(IReadOnlyList<TaxableLine> lines, Func<long, TaxAmount> taxOf, TaxRemainder.Rule remainder);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["region"] = OverRegion,
        ["line"] = PerLine,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Once over the sum of the region, then split.</summary>
    /// <exception cref="OverflowException">The sum or its tax does not fit 64 bits.</exception>
    public static RegionTax OverRegion(IReadOnlyList<TaxableLine> lines, Func<long, TaxAmount> taxOf, TaxRemainder.Rule remainder)
    {
        ArgumentNullException.ThrowIfNull(taxOf);
        ArgumentNullException.ThrowIfNull(remainder);
        var tax = taxOf(lines.Sum(line => line.Cents));
        return new RegionTax(remainder(tax.Cents, lines), tax.Parts);
    }

    /// <summary>On every line by itself.</summary>
    /// <exception cref="OverflowException">A sum does not fit 64 bits.</exception>
    public static RegionTax PerLine(IReadOnlyList<TaxableLine> lines, Func<long, TaxAmount> taxOf, TaxRemainder.Rule remainder)
    {
        ArgumentNullException.ThrowIfNull(taxOf);
        var taxes = lines.Select(line => taxOf(line.Cents)).ToArray();
        var parts = taxes.Aggregate(taxOf(0).Parts, (sums, tax) => [.. sums.Zip(tax.Parts, Sum)]);
        return new RegionTax([.. taxes.Select(tax => tax.Cents)], parts);
    }

    private static TaxPart Sum(TaxPart left, TaxPart right) => left with { BaseCents = checked(left.BaseCents + right.BaseCents), TaxCents = checked(left.TaxCents + right.TaxCents) };
}

/// <summary>Tax of one region's lines.</summary>
/// <param name="Shares">Tax cents of each line, in the order of the lines.</param>
/// <param name="Parts">What it is made of; they add up to the shares.</param>
public sealed record RegionTax(long[] Shares, IReadOnlyList<TaxPart> Parts);
