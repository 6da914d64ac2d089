using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Parity.Attribution;

/// <summary>Bills golden scenarios under two profiles and finds the policies that account for each difference.</summary>
public sealed class AttributionRun
{
    private const int SideBySide = 64;

    private readonly string _from;
    private readonly string _to;
    private readonly ScenarioBilling _billing;
    private readonly PolicyAttribution _attribution;

    /// <exception cref="BillingException"><c>policy.profile_unknown</c>.</exception>
    public AttributionRun(string fromProfile, string toProfile, ScenarioBilling billing)
    {
        _from = fromProfile;
        _to = toProfile;
        _billing = billing;
        _attribution = new PolicyAttribution(PolicyChange.Between(fromProfile, toProfile, Catalogs.Policies));
    }

    public async Task<AttributionReport> RunAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var report = new AttributionReport(_from, _to);
        foreach (var lines in files.SelectMany(GoldenFile.Read).Chunk(SideBySide))
        {
            var explained = new ExplainedScenario?[lines.Length];
            await Parallel.ForAsync(0, lines.Length, cancellationToken, async (i, token) =>
            {
                if (lines[i].Scenario is { } scenario)
                    explained[i] = await ExplainAsync(scenario, token).ConfigureAwait(false);
            }).ConfigureAwait(false);
            foreach (var (line, scenario) in lines.Zip(explained))
                Add(report, line, scenario);
        }

        return report;
    }

    private async Task<ExplainedScenario?> ExplainAsync(GoldenScenario scenario, CancellationToken cancellationToken)
    {
        var before = await _billing.AnswerAsync(scenario, _from, cancellationToken: cancellationToken).ConfigureAwait(false);
        var after = await _billing.AnswerAsync(scenario, _to, cancellationToken: cancellationToken).ConfigureAwait(false);
        var explanation = await _attribution.ExplainAsync(Answer, AnswerMoney.Of(after), cancellationToken).ConfigureAwait(false);
        return explanation is null
            ? null
            : new ExplainedScenario(scenario.Id, scenario.Family, explanation, AnswerMoney.Total(before), AnswerMoney.Total(after), Failure(before), Failure(after));

        async Task<string> Answer(IReadOnlyList<PolicyChange> changed, CancellationToken token) =>
            AnswerMoney.Of(changed.Count == 0 ? before : await _billing.AnswerAsync(scenario, _from, PolicyChange.Values(changed), token).ConfigureAwait(false));
    }

    private static void Add(AttributionReport report, GoldenLine line, ExplainedScenario? explained)
    {
        if (line.Error is not null)
            report.Errors.Add(line.Error);
        if (line.Scenario is not { } scenario)
            return;
        report.Families[scenario.Family] = report.Families.GetValueOrDefault(scenario.Family) + 1;
        if (explained is not null)
            report.Different.Add(explained);
    }

    private static string? Failure(JsonObject answer) => answer["error_code"]?.GetValue<string>();
}
