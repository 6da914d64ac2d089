using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary>
/// Bills the scenarios of golden files and compares each with what the legacy engine answered. Scenarios are billed side by side, a bounded number at a time, and reported
/// in the order of the files.
/// </summary>
/// <param name="startRating">Called once, when the first scenario with a company comes: tax calculations alone need no modules.</param>
public sealed class ParityRun(string profile, Func<CancellationToken, Task<ScenarioRating>> startRating)
{
    private const int SideBySide = 256;

    private readonly TaxPolicies _taxPolicies = TaxPolicies.Of(new PolicyResolver(Catalogs.Policies).Resolve(profile, tenant: null, program: null));

    /// <param name="output">Gets one line a scenario; null for none.</param>
    public async Task<ParityReport> RunAsync(IReadOnlyList<string> files, TextWriter? output, CancellationToken cancellationToken)
    {
        var report = new ParityReport();
        ScenarioRating? rating = null;
        try
        {
            foreach (var lines in files.SelectMany(GoldenFile.Read).Chunk(SideBySide))
            {
                if (rating is null && lines.Any(line => line.Scenario is { IsTaxCalculation: false }))
                    rating = await startRating(cancellationToken).ConfigureAwait(false);
                var answers = await AnswerAsync(lines, rating, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < lines.Length; i++)
                    await ReportAsync(lines[i], answers[i], report, output).ConfigureAwait(false);
            }
        }
        finally
        {
            rating?.Dispose();
        }

        return report;
    }

    private async Task<JsonObject?[]> AnswerAsync(GoldenLine[] lines, ScenarioRating? rating, CancellationToken cancellationToken)
    {
        var answers = new JsonObject?[lines.Length];
        await Parallel.ForAsync(0, lines.Length, cancellationToken, async (i, token) =>
        {
            if (lines[i].Scenario is { } scenario)
                answers[i] = scenario.IsTaxCalculation ? AmountTax.Answer(scenario, _taxPolicies) : await rating!.AnswerAsync(scenario, token).ConfigureAwait(false);
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
