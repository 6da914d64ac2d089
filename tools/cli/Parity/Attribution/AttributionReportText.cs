using Spectre.Console;

namespace Billing.Cli.Parity.Attribution;

/// <summary>An attribution report for people: how much of each family is explained, which policies explain how many scenarios, and each scenario with its reasons.</summary>
internal static class AttributionReportText
{
    public static void Write(AttributionReport report, TimeSpan elapsed)
    {
        WriteFamilies(report);
        WritePolicies(report);
        WriteScenarios(report);
        var unexplained = report.Different.Where(scenario => !scenario.Explanation.IsFull).Select(scenario => scenario.Id).ToList();
        if (unexplained.Count > 0)
        {
            AnsiConsole.MarkupLine($"  [red]not explained by any policies ({Show.Count(unexplained.Count)})[/]");
            AnsiConsole.Write(new Padder(new Text(string.Join(' ', unexplained)), new Padding(4, 0, 0, 1)));
        }

        var explained = report.Different.Count - unexplained.Count;
        AnsiConsole.MarkupLineInterpolated(
            $"  {Show.Count(explained)} of {Show.Count(report.Different.Count)} differences between {report.FromProfile} and {report.ToProfile} are fully explained. [grey]{Show.Duration(elapsed)}[/]");
    }

    private static void WriteFamilies(AttributionReport report)
    {
        var table = Show.NewTable("Family", ">Scenarios", ">different", ">one policy", ">several", ">unexplained");
        foreach (var (family, count) in report.Families)
        {
            var different = report.Different.Where(scenario => scenario.Family == family).Select(scenario => scenario.Explanation.Policies.Count).ToList();
            table.Row(family, Show.Count(count), Show.Count(different.Count), Count(different, policies => policies == 1), Count(different, policies => policies > 1), Count(different, policies => policies == 0));
        }

        AnsiConsole.Write(table);
    }

    private static void WritePolicies(AttributionReport report)
    {
        var policies = report.Different
            .SelectMany(scenario => scenario.Explanation.Policies, (scenario, policy) => (Policy: policy, IsAlone: scenario.Explanation.Policies.Count == 1))
            .GroupBy(use => use.Policy.Name, StringComparer.Ordinal)
            .OrderByDescending(uses => uses.Count()).ThenBy(uses => uses.Key, StringComparer.Ordinal)
            .ToList();
        if (policies.Count == 0)
            return;
        var table = Show.NewTable("Policy", report.FromProfile, report.ToProfile, ">Scenarios", ">alone");
        foreach (var uses in policies)
        {
            var policy = uses.First().Policy;
            table.Row(policy.Name, policy.From, policy.To, Show.Count(uses.Count()), Show.Count(uses.Count(use => use.IsAlone)));
        }

        AnsiConsole.Write(table);
    }

    private static void WriteScenarios(AttributionReport report)
    {
        if (report.Different.Count == 0)
            return;
        var table = Show.NewTable("Scenario", ">" + report.FromProfile, ">" + report.ToProfile, "Because");
        foreach (var scenario in report.Different)
        {
            var because = scenario.Explanation.IsFull ? string.Join(" + ", scenario.Explanation.Policies.Select(policy => policy.Name)) : "unexplained";
            if (scenario.Explanation.Alternatives.Count > 0)
                because += " (or " + string.Join(" or ", scenario.Explanation.Alternatives.Select(policy => policy.Name)) + ")";
            table.Row(scenario.Id, Side(scenario.FromTotalCents, scenario.FromFailure), Side(scenario.ToTotalCents, scenario.ToFailure), because);
        }

        AnsiConsole.Write(table);
    }

    private static string Side(decimal? totalCents, string? failure) => failure ?? (totalCents is { } cents ? Show.Money((long)cents, "") : "no invoice");

    private static string Count(List<int> policies, Predicate<int> wanted) => Show.Count(policies.Count(policy => wanted(policy)));
}
