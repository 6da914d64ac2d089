using System.Text;
using System.Text.Json.Nodes;
using Billing.Cli.Facts;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Tests.Facts;

public sealed class FactsLoadTests
{
    [Test]
    public async Task Rows_go_pack_by_pack_with_the_cycles_last()
    {
        using var folder = new TemporaryFolder();
        var (report, sent) = await LoadAsync(1, folder.Write("a.jsonl", Scenario.Json("a").Line(), WithCompany("b", "other-company").Line()));

        sent[^1].Pack.ShouldBe("BillingCyclesPack");
        sent.Select(batch => batch.Pack).ShouldBeUnique();
        sent.Single(batch => batch.Pack == "CompanyPack").Rows.Select(row => row["company_id"]!.GetValue<string>())
            .ShouldBe(["22222222-0000-4000-8000-000000000001", "other-company"]);
        (report.Scenarios, report.Companies).ShouldBe((2, 2));
        report.Packs["PlanPack"].ShouldBe((2L, 2L));
        report.Regions.ShouldContain(new LoadedRegion("a", "US-NY", "US-NY~a"));
    }

    [Test]
    public async Task Copies_multiply_companies_and_share_no_id()
    {
        using var folder = new TemporaryFolder();
        var (report, sent) = await LoadAsync(3, folder.Write("a.jsonl", Scenario.Json("a").Line()));

        (report.Scenarios, report.Companies).ShouldBe((1, 3));
        foreach (var (pack, rows) in sent)
        {
            var key = Catalogs.Facts.Packs.Single(known => known.Name == pack).Key[0];
            rows.Select(row => row[key]!.GetValue<string>()).ShouldBeUnique(pack);
        }
    }

    [Test]
    public async Task Loading_again_sends_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.jsonl", Scenario.Json("a").Line(), WithCompany("b", "other-company").Line());

        var (_, first) = await LoadAsync(2, file);
        var (_, second) = await LoadAsync(2, file);

        second.SelectMany(batch => batch.Rows).Select(row => row.ToJsonString()).ShouldBe(first.SelectMany(batch => batch.Rows).Select(row => row.ToJsonString()));
    }

    [Test]
    public async Task Scenarios_with_the_same_company_do_not_mix()
    {
        using var folder = new TemporaryFolder();
        var (report, sent) = await LoadAsync(1, folder.Write("a.jsonl", Scenario.Json("a").Line(), Scenario.Json("b").Line()));

        report.Renamed.ShouldBe(["b"]);
        foreach (var pack in new[] { "CompanyPack", "PlanPack", "BillingCyclesPack" })
            sent.Single(batch => batch.Pack == pack).Rows.Select(row => row["company_id"]!.GetValue<string>()).ShouldBeUnique(pack);
    }

    [Test]
    public async Task The_same_line_twice_is_loaded_once_and_another_one_under_its_id_is_refused()
    {
        using var folder = new TemporaryFolder();
        var (report, sent) = await LoadAsync(1, folder.Write("a.jsonl", Scenario.Json("a").Line(), Scenario.Json("a").Line(), WithCompany("a", "other").Line()));

        report.Scenarios.ShouldBe(1);
        sent.Single(batch => batch.Pack == "CompanyPack").Rows.Count.ShouldBe(1);
        report.Errors.Single().Subject.ShouldBe("a.jsonl:3");
    }

    [Test]
    public async Task A_scenario_with_a_bad_row_is_left_out_whole_and_the_others_are_loaded()
    {
        using var folder = new TemporaryFolder();
        var bad = WithCompany("bad", "bad-company");
        bad["facts"]!["TaxRatesPack"]![0]!["tax_percentage"] = "lots";

        var (report, sent) = await LoadAsync(1, folder.Write("a.jsonl", "nonsense", bad.Line(), Scenario.Json("a").Line()));

        report.Errors.Select(error => error.Subject).ShouldBe(["a.jsonl:1", "a.jsonl:2"]);
        report.Errors[1].Message.ShouldContain("tax_percentage");
        sent.SelectMany(batch => batch.Rows).ShouldAllBe(row => row["company_id"]!.GetValue<string>() == "22222222-0000-4000-8000-000000000001");
    }

    [Test]
    public async Task Tax_calculations_have_no_company_to_load()
    {
        var (report, sent) = await LoadAsync(1, Repository.Golden("taxcalc"));

        (report.Skipped, report.Companies, sent.Count).ShouldBe((105, 0, 0));
    }

    [Test]
    public async Task Every_family_loads()
    {
        string[] families = ["fixed", "hourly", "usage", "bucket", "bundle", "discount", "tax", "manual", "mixed"];

        var (report, _) = await LoadAsync(1, [.. families.Select(Repository.Golden)]);

        report.Errors.ShouldBeEmpty();
        report.Renamed.ShouldBeEmpty();
        report.Companies.ShouldBe(1_680);
        report.Packs["BillingCyclesPack"].Rows.ShouldBe(2_366);
    }

    private static async Task<(FactsLoadReport Report, List<(string Pack, List<JsonObject> Rows)> Sent)> LoadAsync(int copies, params string[] files)
    {
        var sent = new List<(string Pack, List<JsonObject> Rows)>();
        var load = new FactsLoad(Catalogs.Facts, (pack, rows, _) =>
        {
            var lines = Encoding.UTF8.GetString(rows.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            sent.Add((pack, [.. lines.Select(line => JsonNode.Parse(line)!.AsObject())]));
            return Task.FromResult(new FactsLoaded(pack, lines.Length, lines.Length));
        });
        return (await load.RunAsync(files, copies, CancellationToken.None), sent);
    }

    private static JsonObject WithCompany(string id, string companyId) =>
        JsonNode.Parse(Scenario.Json(id).ToJsonString().Replace("22222222-0000-4000-8000-000000000001", companyId, StringComparison.Ordinal))!.AsObject();
}
