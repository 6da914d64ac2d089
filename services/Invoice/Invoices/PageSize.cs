using System.Globalization;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Invoice.Issuing;

namespace Billing.Invoice.Invoices;

/// <summary>Rows of one page: 100 unless told, at most 1,000.</summary>
internal static class PageSize
{
    private const int Default = 100;
    private const int Most = 1000;

    /// <exception cref="BillingException"><c>request.invalid</c>.</exception>
    public static int Of(int? limit) => limit switch
    {
        null => Default,
        >= 1 and <= Most => limit.Value,
        _ => throw BillingException.Invalid(ErrorCodes.RequestInvalid, string.Create(CultureInfo.InvariantCulture, $"limit is {limit}."), "Give a number from 1 to 1000.", "limit"),
    };
}

/// <summary>Where a page of invoices ended: series and counter of its last number.</summary>
internal sealed record InvoiceCursor(string Series, long Seq)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Series}:{Seq}");

    /// <exception cref="BillingException"><c>request.invalid</c>.</exception>
    public static InvoiceCursor? Parse(string? after)
    {
        if (string.IsNullOrEmpty(after))
            return null;
        var split = after.IndexOf(':', StringComparison.Ordinal);
        if (split > 0
            && after[..split] is NumberSeries.Invoice or NumberSeries.CreditNote
            && long.TryParse(after.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            return new(after[..split], seq);
        }

        throw BillingException.Invalid(ErrorCodes.RequestInvalid, $"after is '{after}', which no page gave.", "Hand back the next of the page before, unchanged.", "after");
    }
}
