using Billing.Cli.Golden;
using Billing.Cli.Parity;

namespace Billing.Cli.Tests.Parity;

/// <summary>Time by the hour and hours included, against what the legacy engine billed. Needs the built modules (tools/build); without them it fails and says so.</summary>
public sealed class TimeChargesTests
{
    private static readonly ScenarioBilling Billing = new(FirstPartyModules.Load);

    [OneTimeTearDown]
    public static void Stop() => Billing.Dispose();

    [TestCase("hourly", 105)]
    [TestCase("bucket", 76)]
    public async Task Every_strict_scenario_matches_in_charges(string family, int strict)
    {
        var report = await RunAsync("standard", family);
        Different(report, family).Where(mismatch => mismatch.IsStrict).Select(mismatch => mismatch.Id).ShouldBeEmpty();
        report.Families[family].Parts[ParityPart.Charges].Strict.ShouldBe(strict);
    }

    [TestCase("hourly", 210)]
    [TestCase("bucket", 140)]
    public async Task Under_profile_legacy_all_match_but_those_billed_for_other_companies(string family, int all)
    {
        var report = await RunAsync("legacy", family);
        var outOfReach = GoldenFile.Read(Repository.Golden(family)).Where(line => line.Scenario!.Tags.Contains("legacy-quirk:bucket-ignores-company")).Select(line => line.Scenario!.Id);
        Different(report, family).Select(mismatch => mismatch.Id).Except(outOfReach, StringComparer.Ordinal).ShouldBeEmpty();
        report.Families[family].Parts[ParityPart.Charges].All.ShouldBe(all);
    }

    [TestCase("pre-rename-bucket", "granted")]
    [TestCase("as-migrated", "never")]
    public void The_database_a_scenario_was_recorded_on_decides_whether_the_legacy_engine_finds_overage(string schemaMode, string value)
    {
        var json = Scenario.Json();
        json["context"]!["schema_mode"] = schemaMode;
        using var folder = new TemporaryFolder();
        var scenario = GoldenFile.Read(folder.Write("a.jsonl", json.Line())).Single().Scenario!;
        var changes = new Dictionary<string, string> { ["bucket_allowance"] = "never", ["hourly_hours"] = "exact" };
        ScenarioPolicies.Over(changes, scenario)!.ShouldBe(new Dictionary<string, string> { ["bucket_allowance"] = value, ["hourly_hours"] = "exact" }, ignoreOrder: true);
    }

    private static IEnumerable<ParityMismatch> Different(ParityReport report, string family)
    {
        report.Errors.ShouldBeEmpty();
        return report.Families[family].Mismatches.Where(mismatch => mismatch.Part == ParityPart.Charges);
    }

    private static Task<ParityReport> RunAsync(string profile, string family) =>
        new ParityRun(profile, Billing).RunAsync([Repository.Golden(family)], null, CancellationToken.None);
}
