using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;

namespace Billing.Cli.Parity;

/// <summary>A parity report as one JSON document.</summary>
public static class ParityReportJson
{
    public static JsonObject Of(ParityReport report, string profile, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new JsonObject
        {
            ["families"] = new JsonObject(report.Families.Select(family => KeyValuePair.Create<string, JsonNode?>(family.Key, Family(family.Value)))),
            ["errors"] = new JsonArray([.. report.Errors.Select(error => JsonSerializer.SerializeToNode(error, BillingJson.Default.BillingError))]),
            ["profile"] = profile,
            ["elapsed_ms"] = (long)elapsed.TotalMilliseconds,
        };
    }

    private static JsonObject Family(ParityFamily family)
    {
        var json = new JsonObject();
        foreach (var (part, tally) in family.Parts)
        {
            json[part.Name()] = new JsonObject
            {
                ["strict"] = tally.Strict,
                ["strict_matched"] = tally.StrictMatched,
                ["all"] = tally.All,
                ["all_matched"] = tally.AllMatched,
            };
        }

        json["mismatches"] = new JsonArray([.. family.Mismatches.Select(mismatch => new JsonObject
        {
            ["id"] = mismatch.Id,
            ["part"] = mismatch.Part.Name(),
            ["strict"] = mismatch.IsStrict,
            ["expected"] = Answer(mismatch.Part, mismatch.Expected),
            ["actual"] = Answer(mismatch.Part, mismatch.Actual),
        })]);
        return json;
    }

    private static JsonNode? Answer(ParityPart part, GoldenAnswer answer)
    {
        if (answer.Error is not null)
            return new JsonObject { ["error"] = answer.Error };
        return part switch
        {
            ParityPart.Charges => new JsonArray([.. answer.Charges
                .OrderBy(charge => charge.Type, StringComparer.Ordinal).ThenBy(charge => charge.ServiceId, StringComparer.Ordinal).ThenBy(charge => charge.NetCents)
                .Select(charge => new JsonObject { ["type"] = charge.Type, ["service_id"] = charge.ServiceId, ["net_cents"] = charge.NetCents })]),
            ParityPart.Discounts => new JsonArray([.. answer.Discounts
                .OrderBy(discount => discount.DiscountId, StringComparer.Ordinal).ThenBy(discount => discount.AmountCents)
                .Select(discount => new JsonObject { ["discount_id"] = discount.DiscountId, ["amount_cents"] = discount.AmountCents })]),
            ParityPart.Invoice => answer.Invoice is { } invoice ? Invoice(invoice) : null,
            ParityPart.Tax => answer.TaxCents is { } tax ? new JsonObject { ["tax_cents"] = tax } : null,
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
        };
    }

    private static JsonObject Invoice(InvoiceLines invoice) => new()
    {
        ["items"] = new JsonArray([.. invoice.Items
            .OrderBy(item => item.Amount.NetCents).ThenBy(item => item.Amount.TaxCents).ThenBy(item => item.TaxRegion, StringComparer.Ordinal)
            .Select(item => new JsonObject
            {
                ["net_cents"] = item.Amount.NetCents,
                ["tax_cents"] = item.Amount.TaxCents,
                ["tax_region"] = item.TaxRegion,
                ["details"] = new JsonArray([.. item.Details.OrderBy(detail => detail.NetCents).ThenBy(detail => detail.TaxCents)
                    .Select(detail => new JsonObject { ["net_cents"] = detail.NetCents, ["tax_cents"] = detail.TaxCents })]),
            })]),
        ["subtotal_cents"] = invoice.SubtotalCents,
        ["tax_cents"] = invoice.TaxCents,
        ["total_cents"] = invoice.TotalCents,
    };
}
