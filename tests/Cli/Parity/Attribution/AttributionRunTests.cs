using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Cli.Parity.Attribution;
using Billing.Rating;

namespace Billing.Cli.Tests.Parity.Attribution;

/// <summary>Needs the built modules (tools/build); without them it fails and says so.</summary>
public sealed class AttributionRunTests
{
    private static readonly ScenarioBilling Billing = new(FirstPartyModules.Load);

    [OneTimeTearDown]
    public static void Stop() => Billing.Dispose();

    [TestCase("bucket")]
    [TestCase("fixed")]
    [TestCase("hourly")]
    [TestCase("usage")]
    public async Task Every_difference_is_explained_and_a_single_quirk_by_its_own_policy(string family)
    {
        var file = Repository.Golden(family);
        var report = await new AttributionRun("standard", "legacy", Billing).RunAsync([file], CancellationToken.None);

        report.Different.Count.ShouldBeGreaterThan(50);
        report.Different.Where(scenario => !scenario.Explanation.IsFull).Select(scenario => scenario.Id).ShouldBeEmpty();

        // A quirk of the charges that one of the changes reproduces, alone on its scenario, is what explains the charges.
        var quirks = PolicyChange.Between("standard", "legacy", Catalogs.Policies)
            .Where(change => change.AppliesTo is not ("tax" or "invoice")).SelectMany(change => change.Quirks).ToHashSet(StringComparer.Ordinal);
        var tags = GoldenFile.Read(file).ToDictionary(line => line.Scenario!.Id, line => Quirks(line.Scenario!).Intersect(quirks).ToArray(), StringComparer.Ordinal);
        var single = report.Different.Where(scenario => tags[scenario.Id].Length == 1).ToList();
        single.Count.ShouldBeGreaterThan(30);
        foreach (var scenario in single)
            OfCharges(scenario).ShouldHaveSingleItem(scenario.Id).Quirks.ShouldContain(tags[scenario.Id][0], scenario.Id);
    }

    [Test]
    public async Task An_explanation_says_what_each_side_pays()
    {
        using var folder = new TemporaryFolder();
        var late = Scenario.Json("late");
        late["facts"]!["AssignmentPack"]![0]!["start_date"] = late["context"]!["period"]!["end_date"]!.GetValue<string>();
        late["facts"]!["AssignmentPack"]![0]!["end_date"] = null;

        var report = await new AttributionRun("standard", "legacy", Billing).RunAsync([folder.Write("a.jsonl", late.Line())], CancellationToken.None);

        var scenario = report.Different.ShouldHaveSingleItem();
        scenario.Explanation.Policies.ShouldHaveSingleItem().Name.ShouldBe("assignment_window");
        (scenario.FromFailure, scenario.FromTotalCents, scenario.ToFailure).ShouldBe(("assignment.none", null, null));
        scenario.Parts["assignment_window"].ShouldBe([ParityPart.Charges, ParityPart.Discounts, ParityPart.Invoice]);
        scenario.ToTotalCents.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    private static IEnumerable<PolicyChange> OfCharges(ExplainedScenario scenario) =>
        scenario.Explanation.Policies.Where(policy => scenario.Parts[policy.Name].Contains(ParityPart.Charges));

    private static IEnumerable<string> Quirks(GoldenScenario scenario) =>
        scenario.Tags.Where(tag => tag.StartsWith("legacy-quirk:", StringComparison.Ordinal)).Select(tag => tag["legacy-quirk:".Length..]);
}
