namespace Billing.Cli.Parity;

/// <summary>
/// Whether two answers match. Lists are compared as multisets, values to one cent. An error equals any error and nothing else; two answers without an invoice match
/// in their invoice.
/// </summary>
public static class AnswerComparison
{
    private const decimal Tolerance = 1;

    /// <param name="tiesAreOpen">
    /// Several equal smallest amounts share a region, and which of them got the remainder of the tax was chance: lines are then compared without their items.
    /// </param>
    public static bool Matches(ParityPart part, GoldenAnswer expected, GoldenAnswer actual, bool tiesAreOpen)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        if (expected.Error is not null || actual.Error is not null)
            return expected.Error is not null && actual.Error is not null;
        return part switch
        {
            ParityPart.Charges => SameMembers(expected.Charges, actual.Charges, (x, y) => x.Type == y.Type && x.ServiceId == y.ServiceId && Close(x.NetCents, y.NetCents)),
            ParityPart.Discounts => SameMembers(expected.Discounts, actual.Discounts, (x, y) => x.DiscountId == y.DiscountId && Close(x.AmountCents, y.AmountCents)),
            ParityPart.Invoice => SameInvoice(expected.Invoice, actual.Invoice, tiesAreOpen),
            ParityPart.Tax => expected.TaxCents is { } x && actual.TaxCents is { } y && Close(x, y),
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
        };
    }

    private static bool SameInvoice(InvoiceLines? expected, InvoiceLines? actual, bool tiesAreOpen)
    {
        if (expected is null || actual is null)
            return expected is null && actual is null;
        return Close(expected.SubtotalCents, actual.SubtotalCents)
            && Close(expected.TaxCents, actual.TaxCents)
            && Close(expected.TotalCents, actual.TotalCents)
            && (SameMembers(expected.Items, actual.Items, SameItem) || (tiesAreOpen && SameLines(expected, actual)));
    }

    private static bool SameItem(ItemLine expected, ItemLine actual) =>
        expected.TaxRegion == actual.TaxRegion && SameAmount(expected.Amount, actual.Amount) && SameMembers(expected.Details, actual.Details, SameAmount);

    private static bool SameLines(InvoiceLines expected, InvoiceLines actual) =>
        SameMembers(Lines(expected), Lines(actual), SameAmount)
        && SameMembers(expected.Items, actual.Items, (x, y) => x.TaxRegion == y.TaxRegion && Close(x.Amount.NetCents, y.Amount.NetCents));

    private static List<TaxedAmount> Lines(InvoiceLines invoice) => [.. invoice.Items.SelectMany(item => item.Details.Count > 0 ? item.Details : [item.Amount])];

    private static bool SameAmount(TaxedAmount expected, TaxedAmount actual) => Close(expected.NetCents, actual.NetCents) && Close(expected.TaxCents, actual.TaxCents);

    private static bool Close(decimal expected, decimal actual) => Math.Abs(expected - actual) <= Tolerance;

    /// <summary>
    /// A pairing of all members exists. Lines a cent apart can be paired in several ways, so this looks for an augmenting path where the first choice fails.
    /// </summary>
    private static bool SameMembers<T>(IReadOnlyList<T> expected, IReadOnlyList<T> actual, Func<T, T, bool> same)
    {
        if (expected.Count != actual.Count)
            return false;
        var partnerOf = new int[actual.Count];
        Array.Fill(partnerOf, -1);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!Pair(i, new bool[actual.Count]))
                return false;
        }

        return true;

        bool Pair(int left, bool[] seen)
        {
            for (var right = 0; right < partnerOf.Length; right++)
            {
                if (seen[right] || !same(expected[left], actual[right]))
                    continue;
                seen[right] = true;
                if (partnerOf[right] < 0 || Pair(partnerOf[right], seen))
                {
                    partnerOf[right] = left;
                    return true;
                }
            }

            return false;
        }
    }
}
