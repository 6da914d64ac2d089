using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary>
/// Bills the scenarios of golden files and compares each with what the legacy engine answered. Scenarios are billed side by side, a bounded number at a time, and reported
/// in the order of the files.
/// </summary>
public sealed class ParityRun
{
    private const int SideBySide = 256;

    private readonly string _profile;
    private readonly ScenarioBilling _billing;

    /// <exception cref="BillingException"><c>policy.profile_unknown</c>.</exception>
    public ParityRun(string profile, ScenarioBilling billing)
    {
        new PolicyResolver(Catalogs.Policies).Resolve(profile, tenant: null, program: null);
        _profile = profile;
        _billing = billing;
    }

    /// <param name="output">Gets one line a scenario; null for none.</param>
    public async Task<ParityReport> RunAsync(IReadOnlyList<string> files, TextWriter? output, CancellationToken cancellationToken)
    {
        var report = new ParityReport();
        foreach (var lines in files.SelectMany(GoldenFile.Read).Chunk(SideBySide))
        {
            var answers = await AnswerAsync(lines, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < lines.Length; i++)
                await ReportAsync(lines[i], answers[i], report, output).ConfigureAwait(false);
        }

        return report;
    }

    private async Task<JsonObject?[]> AnswerAsync(GoldenLine[] lines, CancellationToken cancellationToken)
    {
        var answers = new JsonObject?[lines.Length];
        await Parallel.ForAsync(0, lines.Length, cancellationToken, async (i, token) =>
        {
            if (lines[i].Scenario is { } scenario)
                answers[i] = await _billing.AnswerAsync(scenario, _profile, cancellationToken: token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return answers;
    }

    private static async Task ReportAsync(GoldenLine line, JsonObject? answer, ParityReport report, TextWriter? output)
    {
        if (line.Error is not null)
            report.Errors.Add(line.Error);
        if (line.Scenario is not { } scenario || answer is null)
            return;
        try
        {
            report.Add(scenario, GoldenAnswer.Read(JsonSerializer.SerializeToElement(answer)));
        }
        catch (BillingException exception)
        {
            report.Errors.Add(exception.Error with { Message = $"{line.Place} ({scenario.Id}) cannot be compared: {exception.Error.Message}", Subject = line.Place });
        }

        if (output is not null)
        {
            var written = new JsonObject { ["id"] = scenario.Id, ["family"] = scenario.Family, ["actual"] = answer };
            await output.WriteLineAsync(written.ToJsonString(JsonText.Options)).ConfigureAwait(false);
        }
    }
}
