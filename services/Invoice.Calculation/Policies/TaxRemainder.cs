using System.Collections.Frozen;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_remainder</c>: how a region's tax is given to its lines, so that they add up to it.</summary>
public static class TaxRemainder
{
    /// <summary>
    /// Splits <paramref name="tax"/> cents over lines of positive amounts. The answer has one entry per line, in the order of the lines,
    /// and adds up to the tax. It depends on amounts and charge ids alone, never on the order of the lines.
    /// </summary>
    public delegate long[] Rule(long tax, IReadOnlyList<TaxableLine> lines);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["smallest_line_last"] = SmallestLineLast,
        ["largest_remainder"] = LargestRemainder,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every line gets its share rounded down, by falling amount; the last, smallest line gets what is left.</summary>
    public static long[] SmallestLineLast(long tax, IReadOnlyList<TaxableLine> lines)
    {
        var shares = Floors(tax, lines, out var left, out _);
        if (left != 0)
            shares[ByFallingAmount(lines)[^1]] += left;
        return shares;
    }

    /// <summary>Every line gets its share rounded down; the cents left go one each to the largest fractions, then the largest amounts.</summary>
    public static long[] LargestRemainder(long tax, IReadOnlyList<TaxableLine> lines)
    {
        var shares = Floors(tax, lines, out var left, out var fractions);
        var order = ByFallingAmount(lines);
        Array.Sort(order.Select((line, rank) => (-fractions[line], rank)).ToArray(), order);
        for (var i = 0; i < left; i++)
            shares[order[i]]++;
        return shares;
    }

    private static long[] Floors(long tax, IReadOnlyList<TaxableLine> lines, out long left, out Int128[] fractions)
    {
        Int128 sum = 0;
        foreach (var line in lines)
            sum += line.Cents;
        var shares = new long[lines.Count];
        fractions = new Int128[lines.Count];
        left = tax;
        if (sum == 0)
            return shares;
        for (var i = 0; i < lines.Count; i++)
        {
            var (share, fraction) = Int128.DivRem((Int128)tax * lines[i].Cents, sum);
            shares[i] = (long)share;
            fractions[i] = fraction;
            left -= shares[i];
        }

        return shares;
    }

    private static int[] ByFallingAmount(IReadOnlyList<TaxableLine> lines)
    {
        var order = Enumerable.Range(0, lines.Count).ToArray();
        Array.Sort(order, (left, right) =>
        {
            var byAmount = lines[right].Cents.CompareTo(lines[left].Cents);
            return byAmount != 0 ? byAmount : string.CompareOrdinal(lines[left].ChargeId, lines[right].ChargeId);
        });
        return order;
    }
}
