using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Billing.Cli.Parity.Attribution;

/// <summary>
/// What of an answer is money: its outcome, every line, tax and total, to the cent. Two answers with equal texts bill the same, whatever their ids, quantities and reasons.
/// </summary>
internal static class AnswerMoney
{
    public static string Of(JsonObject answer)
    {
        if (answer["error_code"]?.GetValue<string>() is { } failure)
            return failure;
        var read = GoldenAnswer.Read(JsonSerializer.SerializeToElement(answer));
        var lines = new List<string>();
        lines.AddRange(read.Charges.Select(charge => Line("charge", charge.Type, charge.ServiceId, charge.NetCents)).Order(StringComparer.Ordinal));
        lines.AddRange(read.Discounts.Select(discount => Line("discount", discount.DiscountId, discount.AmountCents)).Order(StringComparer.Ordinal));
        if (read.TaxCents is { } tax)
            lines.Add(Line("tax", tax));
        if (read.Invoice is { } invoice)
        {
            lines.AddRange(invoice.Items.Select(Item).Order(StringComparer.Ordinal));
            lines.Add(Line("invoice", invoice.SubtotalCents, invoice.TaxCents, invoice.TotalCents));
        }

        return string.Join('\n', lines);
    }

    /// <summary>What the company pays: the invoice's total, else the tax of the one amount; null for a failure or no invoice.</summary>
    public static decimal? Total(JsonObject answer)
    {
        var read = GoldenAnswer.Read(JsonSerializer.SerializeToElement(answer));
        return read.Error is not null ? null : read.Invoice?.TotalCents ?? read.TaxCents;
    }

    private static string Item(ItemLine item)
    {
        var details = item.Details.Select(detail => Line(detail.NetCents, detail.TaxCents)).Order(StringComparer.Ordinal);
        return Line("item", item.TaxRegion, item.Amount.NetCents, item.Amount.TaxCents) + string.Concat(details.Select(detail => " [" + detail + "]"));
    }

    private static string Line(params object?[] parts) =>
        string.Join(' ', parts.Select(part => part is null ? "-" : Convert.ToString(part is decimal amount ? amount / 1.0000000000m : part, CultureInfo.InvariantCulture)));
}
