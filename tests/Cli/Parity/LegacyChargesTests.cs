using System.Globalization;
using System.Text.Json;
using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Contracts;
using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Cli.Tests.Parity;

/// <summary>
/// The tax code on what the legacy engine charged, in every family: where its invoice has no quirk, ours is the same. Needs no module, so it proves tax and invoices
/// for charges of every type.
/// </summary>
public sealed class LegacyChargesTests
{
    private static readonly ModuleRef Legacy = new("mod.legacy", "1.0.0", new string('0', 64));

    [TestCase("fixed", 145)]
    [TestCase("hourly", 89)]
    [TestCase("usage", 107)]
    [TestCase("bucket", 44)]
    [TestCase("bundle", 63)]
    [TestCase("discount", 47)]
    [TestCase("tax", 139)]
    [TestCase("mixed", 130)]
    public void The_invoice_of_what_the_legacy_engine_charged_is_its_invoice(string family, int strict)
    {
        var scenarios = GoldenFile.Read(Repository.Golden(family)).Select(line => line.Scenario!).Where(scenario => scenario.Parity.Invoice == true).ToArray();

        var different = scenarios.Where(scenario => !Matches(scenario)).Select(scenario => scenario.Id);

        different.ShouldBeEmpty();
        scenarios.Length.ShouldBe(strict);
    }

    private static bool Matches(GoldenScenario scenario)
    {
        var expected = GoldenAnswer.Read(scenario.Expected!.Value);
        var input = GoldenInput.Of(scenario, Catalogs.Facts);
        var answer = scenario.Expected.Value;
        var charges = List(answer, "charges").Select((charge, i) => Charge(charge, i, input))
            .Concat(List(answer, "discounts").Select((discount, i) => Discount(discount, i, input)))
            .ToArray();
        var chargeSet = new ChargeSet
        {
            TenantId = "t",
            CompanyId = "c",
            BillingCycleId = "b",
            InputDigest = "i",
            PipelineDigest = "p",
            Charges = charges,
            Settled = [],
            Balances = [],
            Warnings = [],
        };
        var outcome = new InvoiceCalculator(Pipeline()).Calculate(input, chargeSet, "d", revision: 1);
        outcome.Error.ShouldBeNull(scenario.Id);
        var actual = GoldenAnswer.Read(JsonSerializer.SerializeToElement(ScenarioAnswer.Billed(input, chargeSet, outcome.Document!)));
        return AnswerComparison.Matches(ParityPart.Invoice, expected, actual, scenario.Tags.Contains("order-dependent:tax-remainder-tie"));
    }

    private static Charge Charge(JsonElement legacy, int index, CompanyInput input)
    {
        var service = Text(legacy, "service_id");
        var dimensions = new Dictionary<string, string>();
        if (service is not null)
            dimensions["service_id"] = service;
        if (Text(legacy, "assignment_id") is { } assignment)
            dimensions["assignment_id"] = assignment;
        var type = Text(legacy, "type") switch
        {
            "fixed" => service is null ? ChargeType.Bundle : ChargeType.Recurring,
            "time" => ChargeType.Time,
            "usage" => ChargeType.Usage,
            "bucket" => ChargeType.Overage,
            var other => throw new InvalidOperationException($"Golden has no charge type {other}."),
        };
        var taxable = legacy.GetProperty("is_taxable").ValueKind != JsonValueKind.False;
        return Line(index, type, legacy.GetProperty("total_cents").GetInt64(), input) with
        {
            Dimensions = dimensions,
            IsTaxable = taxable,
            TaxRegionHint = taxable ? Text(legacy, "tax_region") : null,
        };
    }

    private static Charge Discount(JsonElement legacy, int index, CompanyInput input)
    {
        var amount = decimal.Floor(-legacy.GetProperty("amount_cents").GetDecimal() + 0.5m);
        return Line(10_000 + index, ChargeType.Discount, (long)amount, input) with { IsTaxable = false };
    }

    private static Charge Line(int index, ChargeType type, long cents, CompanyInput input) => new()
    {
        ChargeId = index.ToString("D6", CultureInfo.InvariantCulture),
        ChargeType = type,
        Description = "line",
        Quantity = "1",
        UnitPrice = cents.ToString(CultureInfo.InvariantCulture),
        NetAmountCents = cents,
        CurrencyCode = input.Context.Company.GetProperty("currency_code").GetString()!,
        IsTaxable = true,
        ServiceStart = input.Context.Period.Start,
        ServiceEnd = input.Context.Period.End,
        SourceModule = "mod.legacy@1.0.0",
    };

    private static PipelineDocument Pipeline() => PipelineBuilder.Build(
        new ResolvedPipeline(
            new BillingProgram("p", "1.0.0", [], new Dictionary<string, string>()),
            [new PinnedBinding("b", new BindingSelector("tenant", null), 0, Legacy, new Dictionary<string, string>())],
            new Dictionary<string, ModuleRef>(),
            new Dictionary<string, ModuleManifest>(),
            new Dictionary<string, string>(),
            null),
        "test",
        "test");

    private static JsonElement[] List(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray()];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
