using System.Globalization;
using System.Text.Json;
using Billing.Cli.Golden;
using Billing.Contracts;

namespace Billing.Cli.Tests.Parity;

/// <summary>What the legacy engine charged in a scenario, as charges of this system: what its modules would have to answer.</summary>
internal static class LegacyCharges
{
    public const string Module = "mod.legacy";

    public static Charge[] Of(GoldenScenario scenario, CompanyInput input)
    {
        var answer = scenario.Expected!.Value;
        return scenario.IsManualInvoice
            ? [.. List(answer.GetProperty("invoice"), "items").Select((item, i) => ManualItem(item, i, input))]
            : [
                .. List(answer, "charges").Select((charge, i) => Charge(charge, i, input)),
                .. List(answer, "discounts").Select((discount, i) => Discount(discount, 10_000 + i, input)),
            ];
    }

    private static Charge Charge(JsonElement legacy, int index, CompanyInput input)
    {
        var service = Text(legacy, "service_id");
        var type = Text(legacy, "type") switch
        {
            "fixed" => service is null ? ChargeType.Bundle : ChargeType.Recurring,
            "time" => ChargeType.Time,
            "usage" => ChargeType.Usage,
            "bucket" => ChargeType.Overage,
            var other => throw new InvalidOperationException($"Golden has no charge type {other}."),
        };
        var taxable = legacy.GetProperty("is_taxable").ValueKind != JsonValueKind.False;
        var assignment = Text(legacy, "assignment_id");
        return Line(index, type, legacy.GetProperty("total_cents").GetInt64(), taxable, input) with
        {
            Dimensions = Dimensions(("service_id", service), ("assignment_id", assignment), ("plan_id", Plan(input, assignment))),
            TaxRegionHint = taxable ? Text(legacy, "tax_region") : null,
        };
    }

    /// <summary>Its invoice rounds a half up, also below zero.</summary>
    private static Charge Discount(JsonElement legacy, int index, CompanyInput input) =>
        Line(index, ChargeType.Discount, (long)decimal.Floor(-legacy.GetProperty("amount_cents").GetDecimal() + 0.5m), taxable: false, input);

    private static Charge ManualItem(JsonElement item, int index, CompanyInput input) =>
        Line(
            index,
            item.GetProperty("is_discount").GetBoolean() ? ChargeType.Credit : ChargeType.Manual,
            item.GetProperty("net_cents").GetInt64(),
            item.GetProperty("is_taxable").GetBoolean(),
            input) with
        {
            Dimensions = Dimensions(("service_id", Text(item, "service_id"))),
            TaxRegionHint = Text(item, "tax_region"),
        };

    private static Charge Line(int index, ChargeType type, long cents, bool taxable, CompanyInput input) => new()
    {
        ChargeId = index.ToString("D6", CultureInfo.InvariantCulture),
        ChargeType = type,
        Description = "line",
        Quantity = "1",
        UnitPrice = cents.ToString(CultureInfo.InvariantCulture),
        NetAmountCents = cents,
        CurrencyCode = input.Context.Company.GetProperty("currency_code").GetString()!,
        IsTaxable = taxable,
        ServiceStart = input.Context.Period.Start,
        ServiceEnd = input.Context.Period.End,
        SourceModule = Module + "@1.0.0",
    };

    private static string? Plan(CompanyInput input, string? assignment) => input.Facts["AssignmentPack"]
        .Where(row => assignment is not null && Text(row, "assignment_id") == assignment)
        .Select(row => Text(row, "plan_id"))
        .FirstOrDefault();

    private static Dictionary<string, string> Dimensions(params (string Name, string? Value)[] dimensions) =>
        dimensions.Where(dimension => dimension.Value is not null).ToDictionary(dimension => dimension.Name, dimension => dimension.Value!);

    private static JsonElement[] List(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray()];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
