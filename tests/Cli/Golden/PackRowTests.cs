using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Tests.Golden;

public sealed class PackRowTests
{
    [TestCase("9.9975", "9.9975")]
    [TestCase("8.250", "8.25")]
    [TestCase("1e1", "10")]
    [TestCase("0.0001", "0.0001")]
    [TestCase("1234567890123456789.123456", "1234567890123456789.123456")]
    [TestCase("-0.0", "0")]
    public void A_number_becomes_a_plain_decimal_by_its_text(string number, string text) =>
        Tax($$"""{ "tax_percentage": {{number}} }""")["tax_percentage"]!.GetValue<string>().ShouldBe(text);

    [Test]
    public void More_than_six_places_are_refused() => Refused("""{ "tax_percentage": 0.0000001 }""").ShouldContain("tax_percentage");

    [Test]
    public void Ends_become_the_first_day_not_covered_where_the_last_day_counts()
    {
        var row = Tax("""
            {
              "end_date": "2025-06-30",
              "components": [ {
                "tax_component_id": "c1", "name": "C1", "rate": 9, "sequence": 1, "is_compound": false, "start_date": null, "end_date": "2025-12-31",
                "holidays": [ { "start_date": "2025-12-24", "end_date": "2025-12-24" } ]
              } ]
            }
            """);

        row["end_date"]!.GetValue<string>().ShouldBe("2025-06-30");
        var component = row["components"]![0]!;
        component["end_date"]!.GetValue<string>().ShouldBe("2026-01-01");
        component["rate"]!.GetValue<string>().ShouldBe("9");
        component["holidays"]![0]!["end_date"]!.GetValue<string>().ShouldBe("2025-12-25");
    }

    [Test]
    public void An_instant_is_written_in_UTC_with_milliseconds()
    {
        var pack = Pack("UsageRecordsPack");
        var row = PackRow.Convert(pack, Element("""{ "usage_id": "u", "company_id": "c", "service_id": "s", "plan_id": null, "usage_date": "2025-01-31T23:30:00+02:00", "quantity": 7.77, "invoiced": false }"""));

        row["usage_date"]!.GetValue<string>().ShouldBe("2025-01-31T21:30:00.000Z");
        row["quantity"]!.GetValue<string>().ShouldBe("7.77");
    }

    [Test]
    public void Fields_that_the_catalog_does_not_know_are_kept_without_fractions()
    {
        var row = Tax("""{ "x_weight": 1.50, "x_count": 3, "x_nested": { "a": [0.25, null, true, "b"] } }""");

        row["x_weight"]!.ToJsonString().ShouldBe("\"1.5\"");
        row["x_count"]!.ToJsonString().ShouldBe("3");
        row["x_nested"]!.ToJsonString().ShouldBe("""{"a":["0.25",null,true,"b"]}""");
    }

    [TestCase("""{ "is_active": "yes" }""", "is_active")]
    [TestCase("""{ "start_date": "01/02/2025" }""", "start_date")]
    [TestCase("""{ "start_date": null }""", "start_date is missing")]
    [TestCase("""{ "region_code": 7 }""", "region_code")]
    [TestCase("""{ "tax_percentage": "eight" }""", "tax_percentage")]
    [TestCase("""{ "thresholds": [ { "min_amount": 0.5, "max_amount": null, "rate": 1 } ] }""", "thresholds[0]: min_amount")]
    public void What_is_not_as_the_catalog_says_is_named_by_pack_row_and_field(string changes, string names)
    {
        var message = Refused(changes);

        message.ShouldStartWith("TaxRatesPack r1: ");
        message.ShouldContain(names);
    }

    [Test]
    public void A_text_outside_its_closed_set_is_refused_with_the_set() =>
        Should.Throw<BillingException>(() => PackRow.Convert(Pack("PlanFixedConfigPack"), Element("""{ "plan_id": "p", "base_rate_cents": 1, "enable_proration": true, "alignment": "middle" }""")))
            .Error.Message.ShouldBe("PlanFixedConfigPack p: alignment is 'middle', which is not one of start, end, prorated.");

    private static JsonObject Tax(string changes)
    {
        var row = JsonNode.Parse("""
            { "tax_rate_id": "r1", "region_code": "US-NY", "tax_percentage": 5, "is_composite": false, "is_active": true, "start_date": "2020-01-01", "end_date": null, "components": [], "thresholds": [] }
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            row[name] = value?.DeepClone();
        return PackRow.Convert(Pack("TaxRatesPack"), JsonSerializer.SerializeToElement(row));
    }

    private static string Refused(string changes)
    {
        var error = Should.Throw<BillingException>(() => Tax(changes)).Error;
        error.Code.ShouldBe(ErrorCodes.FactInvalid);
        return error.Message;
    }

    private static FactPack Pack(string name) => Catalogs.Facts.Packs.Single(pack => pack.Name == name);

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
