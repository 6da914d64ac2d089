using System.Text.Json;
using Billing.Cli.Golden;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary>
/// What is compared of an answer in the shape of golden's <c>expected</c>, whoever gave it: an error, or charges, discounts and an invoice, or the tax of one amount.
/// Amounts are decimals, because a legacy discount may be a fraction of a cent.
/// </summary>
/// <param name="Error">Null, or any text: a typed failure equals any legacy error.</param>
/// <param name="Invoice">Null when none was made.</param>
/// <param name="TaxCents">Family <c>taxcalc</c>.</param>
public sealed record GoldenAnswer(
    string? Error,
    IReadOnlyList<ChargeLine> Charges,
    IReadOnlyList<DiscountLine> Discounts,
    InvoiceLines? Invoice,
    decimal? TaxCents)
{
    /// <exception cref="BillingException"><c>fact.invalid</c>: an amount that is none.</exception>
    public static GoldenAnswer Read(JsonElement answer)
    {
        var error = answer.Optional("error");
        return new GoldenAnswer(
            error?.ValueKind == JsonValueKind.String ? error.Value.GetString() : error?.GetRawText(),
            [.. List(answer, "charges").Select(charge => new ChargeLine(Text(charge, "type") ?? "", Text(charge, "service_id"), Amount(charge, "total_cents")))],
            [.. List(answer, "discounts").Select(discount => new DiscountLine(Text(discount, "discount_id"), Amount(discount, "amount_cents")))],
            answer.Optional("invoice") is { ValueKind: JsonValueKind.Object } invoice ? ReadInvoice(invoice) : null,
            answer.Optional("tax_cents") is null ? null : Amount(answer, "tax_cents"));
    }

    private static InvoiceLines ReadInvoice(JsonElement invoice) => new(
        [.. List(invoice, "items").Select(item => new ItemLine(
            Text(item, "tax_region"),
            new TaxedAmount(Amount(item, "net_cents"), Amount(item, "tax_cents")),
            [.. List(item, "details").Select(detail => new TaxedAmount(Amount(detail, "allocated_cents"), Amount(detail, "tax_cents")))]))],
        Amount(invoice, "subtotal_cents"),
        Amount(invoice, "tax_cents"),
        Amount(invoice, "total_cents"));

    private static JsonElement[] List(JsonElement element, string name) =>
        element.Optional(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static string? Text(JsonElement element, string name) => element.OptionalText(name);

    private static decimal Amount(JsonElement element, string name) =>
        element.Optional(name) switch
        {
            null => 0,
            { ValueKind: JsonValueKind.Number } value when value.TryGetDecimal(out var amount) => amount,
            _ => throw GoldenJson.Missing("expected…" + name, "amount"),
        };
}

/// <param name="Type">In golden's words: fixed, time, usage, bucket.</param>
public sealed record ChargeLine(string Type, string? ServiceId, decimal NetCents);

public sealed record DiscountLine(string? DiscountId, decimal AmountCents);

public sealed record InvoiceLines(IReadOnlyList<ItemLine> Items, decimal SubtotalCents, decimal TaxCents, decimal TotalCents);

/// <param name="Details">Of consolidated items only.</param>
public sealed record ItemLine(string? TaxRegion, TaxedAmount Amount, IReadOnlyList<TaxedAmount> Details);

public readonly record struct TaxedAmount(decimal NetCents, decimal TaxCents);
