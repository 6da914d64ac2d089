using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Billing.Cli.Parity.Attribution;

/// <summary>
/// What of an answer is money: its outcome, every line, tax and total, to the cent. Two answers with equal texts bill the same, whatever their ids, quantities and reasons.
/// </summary>
internal static class AnswerMoney
{
    public static string Of(JsonObject answer) => string.Join('\n', Parts(answer).Select(part => part.Text));

    /// <summary>The same, part by part.</summary>
    public static IEnumerable<(ParityPart Part, string Text)> Parts(JsonObject answer)
    {
        var failure = answer["error_code"]?.GetValue<string>();
        var read = GoldenAnswer.Read(JsonSerializer.SerializeToElement(answer));
        yield return (ParityPart.Charges, failure ?? Text(read.Charges.Select(charge => Line("charge", charge.Type, charge.ServiceId, charge.NetCents))));
        yield return (ParityPart.Discounts, failure ?? Text(read.Discounts.Select(discount => Line("discount", discount.DiscountId, discount.AmountCents))));
        yield return (ParityPart.Invoice, failure ?? (read.Invoice is { } invoice ? Invoice(invoice) : Line("no invoice", answer["invoice_error_code"]?.GetValue<string>())));
        yield return (ParityPart.Tax, Line("tax", read.TaxCents));
    }

    /// <summary>What the company pays: the invoice's total, else the tax of the one amount; null for a failure or no invoice.</summary>
    public static decimal? Total(JsonObject answer)
    {
        var read = GoldenAnswer.Read(JsonSerializer.SerializeToElement(answer));
        return read.Error is not null ? null : read.Invoice?.TotalCents ?? read.TaxCents;
    }

    private static string Invoice(InvoiceLines invoice) => Text(invoice.Items.Select(Item)) + "\n" + Line("invoice", invoice.SubtotalCents, invoice.TaxCents, invoice.TotalCents);

    /// <summary>Lists are multisets.</summary>
    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static string Item(ItemLine item)
    {
        var details = item.Details.Select(detail => Line(detail.NetCents, detail.TaxCents)).Order(StringComparer.Ordinal);
        return Line("item", item.TaxRegion, item.Amount.NetCents, item.Amount.TaxCents) + string.Concat(details.Select(detail => " [" + detail + "]"));
    }

    private static string Line(params object?[] parts) =>
        string.Join(' ', parts.Select(part => part is null ? "-" : Convert.ToString(part is decimal amount ? amount / 1.0000000000m : part, CultureInfo.InvariantCulture)));
}
