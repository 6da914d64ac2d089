using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Tests.Golden;

public sealed class GoldenRowsTests
{
    [Test]
    public void Regions_carry_the_scenario_wherever_they_occur()
    {
        var rows = Rows(Scenario.Json(), ScenarioIdentity.Of("fixed-1", 1, ownIds: false));

        Text(rows, "CompanyPack", "default_tax_region").ShouldBe("US-NY~fixed-1");
        Text(rows, "CatalogPack", "tax_region").ShouldBe("US-NY~fixed-1");
        Text(rows, "TaxRatesPack", "region_code").ShouldBe("US-NY~fixed-1");
        Text(rows, "CompanyPack", "company_id").ShouldBe("22222222-0000-4000-8000-000000000001");
        Text(rows, "CompanyPack", "company_name").ShouldBe("Acme");
        rows["CompanyPack"][0]["region_code"].ShouldBeNull();
    }

    [Test]
    public void A_further_copy_has_new_ids_throughout_that_still_point_at_each_other()
    {
        var first = Rows(Scenario.Json(), ScenarioIdentity.Of("fixed-1", 1, ownIds: false));
        var second = Rows(Scenario.Json(), ScenarioIdentity.Of("fixed-1", 2, ownIds: false));

        foreach (var (pack, rows) in first)
        {
            foreach (var (name, value) in rows.SelectMany(row => row).Where(member => member.Key.EndsWith("_id", StringComparison.Ordinal) && member.Value is not null))
                second[pack].SelectMany(row => row).Where(member => member.Key == name).ShouldAllBe(member => member.Value!.GetValue<string>() != value!.GetValue<string>(), $"{pack}.{name}");
        }

        Text(second, "AssignmentPack", "plan_id").ShouldBe(Text(second, "PlanPack", "plan_id"));
        Text(second, "PlanServiceConfigPack", "service_id").ShouldBe(Text(second, "CatalogPack", "service_id"));
        Text(second, "CatalogPack", "tax_rate_id").ShouldBe(Text(second, "TaxRatesPack", "tax_rate_id"));
        Text(second, "AssignmentPack", "company_id").ShouldBe(Text(second, "CompanyPack", "company_id"));
        Text(second, "CompanyPack", "company_name").ShouldBe("Acme (copy 2)");
        Text(second, "CatalogPack", "tax_region").ShouldBe("US-NY~fixed-1.2");
        Guid.TryParse(Text(second, "CompanyPack", "company_id"), out _).ShouldBeTrue();
    }

    [Test]
    public void The_same_copy_is_the_same_each_time()
    {
        var identity = ScenarioIdentity.Of("fixed-1", 3, ownIds: false);

        identity.Id("bundle-22222222-0000-4000-8000-000000000001-x").ShouldBe(ScenarioIdentity.Of("fixed-1", 3, ownIds: false).Id("bundle-22222222-0000-4000-8000-000000000001-x"));
        identity.Id("plan-7").ShouldBe("plan-7~3");
        identity.Id("22222222-0000-4000-8000-000000000001").ShouldNotBe(ScenarioIdentity.Of("fixed-1", 2, ownIds: false).Id("22222222-0000-4000-8000-000000000001"));
    }

    [TestCase("exclusive", "2025-02-01", "2025-02-01")]
    [TestCase("inclusive-explicit", "2025-01-31", "2025-02-01")]
    public void The_cycle_ends_on_its_first_day_not_covered_with_its_convention_and_tax_date(string convention, string end, string firstNotCovered)
    {
        var json = Scenario.Json();
        json["context"]!["period"]!["end_convention"] = convention;
        json["context"]!["period"]!["end_date"] = end;
        json["facts"]!["BillingCyclesPack"]![0]!["period_end_date"] = end;

        var cycle = Rows(json, ScenarioIdentity.AsIs)["BillingCyclesPack"][0];

        cycle["period_end_date"]!.GetValue<string>().ShouldBe(firstNotCovered);
        cycle["end_convention"]!.GetValue<string>().ShouldBe(convention);
        cycle["tax_date"]!.GetValue<string>().ShouldBe("2025-02-03");
        cycle["is_closed"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Test]
    public void A_cycle_without_an_end_gets_the_one_the_period_has()
    {
        var json = Scenario.Json();
        json["context"]!["period"]!["end_convention"] = "inclusive-computed";
        json["context"]!["period"]!["end_date"] = "2025-01-31";
        json["facts"]!["BillingCyclesPack"]![0]!["period_end_date"] = null;

        Rows(json, ScenarioIdentity.AsIs)["BillingCyclesPack"][0]["period_end_date"]!.GetValue<string>().ShouldBe("2025-02-01");
        GoldenInput.Of(Scenario.Of(json), Catalogs.Facts, "period_end").Context.Period.End.ShouldBe(new DateOnly(2025, 2, 1));
    }

    [Test]
    public void Other_cycles_are_closed_and_an_invoiced_one_too()
    {
        var json = Scenario.Json();
        json["facts"]!["BillingCyclesPack"]!.AsArray().Add(JsonNode.Parse("""
            { "billing_cycle_id": "old", "billing_cycle": "quarterly", "effective_date": "2024-10-01", "period_start_date": "2024-10-01", "period_end_date": null }
            """));

        var cycles = Rows(json, ScenarioIdentity.AsIs)["BillingCyclesPack"];
        cycles.Select(cycle => cycle["is_closed"]!.GetValue<bool>()).ShouldBe([false, true]);
        cycles[1]["period_end_date"]!.GetValue<string>().ShouldBe("2025-01-01");

        json["context"]!["already_invoiced"] = true;
        Rows(json, ScenarioIdentity.AsIs)["BillingCyclesPack"].ShouldAllBe(cycle => cycle["is_closed"]!.GetValue<bool>());
    }

    [Test]
    public void An_assignment_covers_its_last_day() =>
        Text(Rows(Scenario.Json(), ScenarioIdentity.AsIs), "AssignmentPack", "end_date").ShouldBe("2025-02-01");

    [Test]
    public void Every_row_carries_a_company_and_a_row_of_another_company_keeps_its_own()
    {
        var json = Scenario.Json();
        json["events"]!["UsageRecordsPack"] = JsonNode.Parse("""
            [ { "usage_id": "u1", "company_id": "99999999-0000-4000-8000-000000000001", "service_id": "s", "plan_id": null, "usage_date": "2025-01-05T00:00:00Z", "quantity": 1, "invoiced": false } ]
            """);

        var rows = Rows(json, ScenarioIdentity.AsIs);

        rows.Values.SelectMany(pack => pack).ShouldAllBe(row => row["company_id"] != null);
        Text(rows, "UsageRecordsPack", "company_id").ShouldBe("99999999-0000-4000-8000-000000000001");
        GoldenInput.Of(Scenario.Of(json), Catalogs.Facts, "period_end").Events["UsageRecordsPack"].ShouldBeEmpty();
    }

    [Test]
    public void Documents_repeat_the_company_only_where_the_catalog_lists_it()
    {
        var input = GoldenInput.Of(Scenario.Of(Scenario.Json()), Catalogs.Facts, "period_end");

        input.Facts["AssignmentPack"][0].TryGetProperty("company_id", out _).ShouldBeTrue();
        input.Facts["PlanPack"][0].TryGetProperty("company_id", out _).ShouldBeFalse();
        input.Facts["BilledEventsPack"].ShouldBeEmpty();
    }

    [Test]
    public void A_pack_that_the_scenario_lacks_is_absent()
    {
        var json = Scenario.Json();
        json["facts"]!.AsObject().Remove("PlanFixedConfigPack");

        GoldenInput.Of(Scenario.Of(json), Catalogs.Facts, "period_end").Facts.Keys.ShouldNotContain("PlanFixedConfigPack");
    }

    [Test]
    public void A_period_that_ends_before_it_starts_is_refused()
    {
        var json = Scenario.Json();
        json["context"]!["period"]!["end_date"] = "2024-12-31";

        var error = Should.Throw<BillingException>(() => Rows(json, ScenarioIdentity.AsIs)).Error;

        error.Code.ShouldBe(ErrorCodes.PeriodInvalid);
        error.Message.ShouldContain("2025-01-01");
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> Rows(JsonObject json, ScenarioIdentity identity) =>
        GoldenRows.Of(Scenario.Of(json), Catalogs.Facts, identity);

    private static string Text(IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> rows, string pack, string field) => rows[pack][0][field]!.GetValue<string>();
}
