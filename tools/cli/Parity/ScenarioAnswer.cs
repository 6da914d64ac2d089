using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;
using Billing.Invoice.Calculation;

namespace Billing.Cli.Parity;

/// <summary>Writes what this system came to in the shape of golden's <c>expected</c>, so that anyone can compare the two.</summary>
public static class ScenarioAnswer
{
    /// <summary>A typed failure: no charges, no invoice. <c>error</c> is the code and the message; <c>error_code</c> the code alone.</summary>
    public static JsonObject Failed(BillingError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var answer = Empty();
        answer["error"] = Text(error);
        answer["error_code"] = error.Code;
        return answer;
    }

    /// <summary>The cycle was billed before.</summary>
    public static JsonObject Empty() => Of([], [], null, null);

    /// <summary>Charges and what invoicing them came to: their invoice; or none, with its reason as <c>invoice_error</c>; or the company's failure.</summary>
    public static JsonObject Of(CompanyInput input, ChargeSet chargeSet, InvoiceOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(chargeSet);
        return outcome switch
        {
            { Document: { } document } => Billed(input, chargeSet, Invoice(document)),
            { Error: { } error, ChargesStand: true } => Refused(Billed(input, chargeSet, null), error),
            { Error: { } error } => Failed(error),
            _ => Of([], [], null, chargeSet),
        };
    }

    private static JsonObject Refused(JsonObject answer, BillingError error)
    {
        answer["invoice_error"] = Text(error);
        answer["invoice_error_code"] = error.Code;
        return answer;
    }

    private static JsonObject Billed(CompanyInput input, ChargeSet chargeSet, JsonObject? invoice)
    {
        ArgumentNullException.ThrowIfNull(input);
        var company = TaxedCompany.Of(input);
        var names = ServiceNames(input);
        return Of(
            [.. chargeSet.Charges.Where(charge => LegacyWords.ChargeType(charge.ChargeType) is not null).Select(charge => Charge(charge, company, names))],
            [.. chargeSet.Charges.Where(IsOfARule).Select(Discount)],
            invoice,
            chargeSet);
    }

    /// <summary>Tax of one amount, family <c>taxcalc</c>.</summary>
    public static JsonObject Taxed(TaxAmount tax, long netCents)
    {
        ArgumentNullException.ThrowIfNull(tax);
        decimal? rate = tax.NominalRate is { } nominal
            ? (decimal)nominal.Millionths / 1_000_000
            : netCents == 0 ? null : decimal.Round((decimal)tax.Cents * 100 / netCents, 12);
        return new JsonObject
        {
            ["error"] = null,
            ["tax_cents"] = tax.Cents,
            ["tax_rate"] = rate / 1.0000000000000000000000000000m,
            ["applied_components"] = Components(tax),
        };
    }

    /// <summary>Names of the components in force; null where no rate is composite.</summary>
    private static JsonArray? Components(TaxAmount tax) =>
        tax.NominalRate is null && tax.Parts.All(part => part.Kind is TaxPartKind.Component or TaxPartKind.Holiday)
            ? new JsonArray([.. tax.Parts.Select(part => JsonValue.Create(part.Name))])
            : null;

    private static JsonObject Of(JsonNode[] charges, JsonNode[] discounts, JsonObject? invoice, ChargeSet? chargeSet)
    {
        var total = charges.Sum(charge => charge["total_cents"]!.GetValue<long>());
        return new JsonObject
        {
            ["error"] = null,
            ["charges"] = new JsonArray(charges),
            ["total_cents"] = total,
            ["discounts"] = new JsonArray(discounts),
            ["final_cents"] = total - discounts.Sum(discount => discount["amount_cents"]!.GetValue<long>()),
            ["invoice"] = invoice,
            ["warnings"] = new JsonArray([.. (chargeSet?.Warnings ?? []).Select(warning => JsonSerializer.SerializeToNode(warning, BillingJson.Default.BillingWarning))]),
        };
    }

    private static JsonObject Charge(Charge charge, TaxedCompany company, Dictionary<string, string> names)
    {
        var service = Dimension(charge, "service_id");
        return new JsonObject
        {
            ["type"] = LegacyWords.ChargeType(charge.ChargeType),
            ["assignment_id"] = Dimension(charge, "assignment_id"),
            ["service_id"] = service,
            ["service_name"] = service is not null && names.TryGetValue(service, out var name) ? name : charge.Description,
            ["quantity"] = Number(charge.Quantity),
            ["rate_cents"] = charge.ChargeType is ChargeType.Recurring or ChargeType.Bundle ? charge.NetAmountCents : Number(charge.UnitPrice),
            ["total_cents"] = charge.NetAmountCents,
            ["is_taxable"] = charge.IsTaxable,
            ["tax_region"] = ChargeRegions.Shown(charge, company),
            ["charge_id"] = charge.ChargeId,
        };
    }

    /// <summary>What a person entered settles its item, and stands on the invoice alone.</summary>
    private static bool IsOfARule(Charge charge) => charge.ChargeType == ChargeType.Discount && charge.InputRefs is not { Count: > 0 };

    private static JsonObject Discount(Charge charge) => new()
    {
        ["discount_id"] = Dimension(charge, "adjustment_id"),
        ["discount_name"] = charge.Description,
        ["amount_cents"] = -charge.NetAmountCents,
    };

    private static JsonObject Invoice(InvoiceDocument invoice) => new()
    {
        ["items"] = new JsonArray([.. invoice.Items.Select(item => new JsonObject
        {
            ["description"] = item.Description,
            ["service_id"] = item.ServiceId,
            ["quantity"] = Number(item.Quantity),
            ["unit_price_cents"] = Number(item.UnitPrice),
            ["net_cents"] = item.NetCents,
            ["tax_cents"] = item.TaxCents,
            ["total_cents"] = item.NetCents + item.TaxCents,
            ["tax_region"] = item.TaxRegion,
            ["is_taxable"] = item.IsTaxable,
            ["is_discount"] = item.ChargeType == ChargeType.Discount,
            ["is_manual"] = item.ChargeType is ChargeType.Manual or ChargeType.Credit,
            ["details"] = new JsonArray([.. (item.ChargeType == ChargeType.Recurring ? item.Details : []).Select(Detail)]),
        })]),
        ["subtotal_cents"] = invoice.SubtotalCents,
        ["tax_cents"] = invoice.TaxCents,
        ["total_cents"] = invoice.TotalCents,
    };

    private static JsonObject Detail(InvoiceItemDetail detail) => new()
    {
        ["service_id"] = detail.ServiceId,
        ["quantity"] = Number(detail.Quantity),
        ["rate_cents"] = detail.NetCents,
        ["allocated_cents"] = detail.NetCents,
        ["tax_cents"] = detail.TaxCents,
        ["tax_region"] = detail.TaxRegion,
    };

    private static Dictionary<string, string> ServiceNames(CompanyInput input)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (input.Facts.TryGetValue("CatalogPack", out var rows))
        {
            foreach (var row in rows)
                names[row.GetProperty("service_id").GetString()!] = row.GetProperty("service_name").GetString()!;
        }

        return names;
    }

    private static string Text(BillingError error) => $"{error.Code}: {error.Message}";

    private static string? Dimension(Charge charge, string name) => charge.Dimensions is { } dimensions && dimensions.TryGetValue(name, out var value) ? value : null;

    /// <summary>A decimal string as a JSON number of the same text.</summary>
    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
