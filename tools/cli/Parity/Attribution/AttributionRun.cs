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
    private readonly IReadOnlyList<PolicyChange> _changes;

    /// <exception cref="BillingException"><c>policy.profile_unknown</c>.</exception>
    public AttributionRun(string fromProfile, string toProfile, ScenarioBilling billing)
    {
        _from = fromProfile;
        _to = toProfile;
        _billing = billing;
        _changes = PolicyChange.Between(fromProfile, toProfile, Catalogs.Policies);
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
        var target = AnswerMoney.Of(after);
        var ran = Modules(before).Concat(Modules(after)).ToHashSet(StringComparer.Ordinal);
        var explanation = await PolicyAttribution.ExplainAsync([.. _changes.Where(change => change.Concerns(ran))], Answer, target, cancellationToken).ConfigureAwait(false);

        // Between the two profiles lie others, under which yet other modules may run.
        if (explanation is { IsFull: false })
            explanation = await PolicyAttribution.ExplainAsync(_changes, Answer, target, cancellationToken).ConfigureAwait(false);
        if (explanation is null)
            return null;
        var parts = await PartsAsync(scenario, explanation, after, cancellationToken).ConfigureAwait(false);
        return new ExplainedScenario(scenario.Id, scenario.Family, explanation, parts, AnswerMoney.Total(before), AnswerMoney.Total(after), Failure(before), Failure(after));

        async Task<string> Answer(IReadOnlyList<PolicyChange> changed, CancellationToken token) =>
            AnswerMoney.Of(changed.Count == 0 ? before : await _billing.AnswerAsync(scenario, _from, PolicyChange.Values(changed), token).ConfigureAwait(false));
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<ParityPart>>> PartsAsync(
        GoldenScenario scenario, Explanation explanation, JsonObject after, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, IReadOnlyList<ParityPart>>(StringComparer.Ordinal);
        foreach (var left in explanation.Policies)
        {
            var others = PolicyChange.Values(explanation.Policies.Where(policy => policy != left));
            var without = await _billing.AnswerAsync(scenario, _from, others, cancellationToken).ConfigureAwait(false);
            parts[left.Name] = [.. AnswerMoney.Parts(without).Zip(AnswerMoney.Parts(after)).Where(pair => pair.First.Text != pair.Second.Text).Select(pair => pair.First.Part)];
        }

        return parts;
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

    private static IEnumerable<string> Modules(JsonObject answer) => answer["modules"] is JsonArray modules ? modules.Select(module => module!.GetValue<string>()) : [];

    private static string? Failure(JsonObject answer) => answer["error_code"]?.GetValue<string>();
}
