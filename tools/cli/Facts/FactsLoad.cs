using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Facts;

/// <summary>Sends one pack's rows, one JSON object a line.</summary>
public delegate Task<FactsLoaded> SendRows(string pack, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken);

/// <summary>
/// Reads scenarios and sends their rows, pack by pack, in batches of bounded size. A scenario goes whole or not at all; its cycles go last, since they are what makes
/// a company due.
/// </summary>
public sealed class FactsLoad(FactCatalog catalog, SendRows send)
{
    private const string CyclesPack = "BillingCyclesPack";

    private readonly Dictionary<string, string> _scenarioOfCompany = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _digestOfScenario = new(StringComparer.Ordinal);

    public async Task<FactsLoadReport> RunAsync(IReadOnlyList<string> files, int copies, CancellationToken cancellationToken)
    {
        var report = new FactsLoadReport();
        var batch = new FactsBatch();
        foreach (var line in files.SelectMany(GoldenFile.Read))
        {
            if (line.Error is not null)
                report.Errors.Add(line.Error);
            if (line.Scenario is not { } scenario || !IsNew(scenario, line, report))
                continue;
            try
            {
                await AddAsync(scenario, copies, batch, report, cancellationToken).ConfigureAwait(false);
            }
            catch (BillingException exception)
            {
                report.Errors.Add(exception.Error with { Message = $"{line.Place} ({scenario.Id}): {exception.Error.Message}", Subject = line.Place });
            }
        }

        await SendAsync(batch, report, cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>The same line twice is loaded once; another line under the same id is refused.</summary>
    private bool IsNew(GoldenScenario scenario, GoldenLine line, FactsLoadReport report)
    {
        if (scenario.IsTaxCalculation)
        {
            report.Skipped++;
            return false;
        }

        var digest = scenario.Digest;
        if (_digestOfScenario.TryAdd(scenario.Id, digest))
            return true;
        if (_digestOfScenario[scenario.Id] != digest)
        {
            report.Errors.Add(new BillingError(
                ErrorCodes.FactInvalid, $"{line.Place}: the id {scenario.Id} was another scenario's before.", "Give every scenario an id of its own.", line.Place));
        }

        return false;
    }

    private async Task AddAsync(GoldenScenario scenario, int copies, FactsBatch batch, FactsLoadReport report, CancellationToken cancellationToken)
    {
        var companyId = scenario.Context.RequiredObject("company").RequiredText("company_id");
        var taken = !_scenarioOfCompany.TryAdd(companyId, scenario.Id);
        for (var copy = 1; copy <= copies; copy++)
        {
            var identity = ScenarioIdentity.Of(scenario.Id, copy, taken);
            var rows = GoldenRows.Of(scenario, catalog, identity);
            foreach (var (pack, packRows) in rows)
                batch.Add(pack, packRows);
            report.Companies++;
            if (copy == 1)
                AddRegions(scenario, identity, rows, report);
            if (batch.IsFull)
                await SendAsync(batch, report, cancellationToken).ConfigureAwait(false);
        }

        report.Scenarios++;
        if (taken)
            report.Renamed.Add(scenario.Id);
    }

    private static void AddRegions(GoldenScenario scenario, ScenarioIdentity identity, IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> rows, FactsLoadReport report)
    {
        var suffix = identity.Region(string.Empty);
        var regions = rows.GetValueOrDefault("TaxRatesPack", []).Select(row => row["region_code"]!.GetValue<string>())
            .Concat(rows["CompanyPack"].SelectMany(row => new[] { row["default_tax_region"]?.GetValue<string>(), row["region_code"]?.GetValue<string>() }).OfType<string>())
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        foreach (var loadedAs in regions)
            report.Regions.Add(new LoadedRegion(scenario.Id, loadedAs[..^suffix.Length], loadedAs));
    }

    private async Task SendAsync(FactsBatch batch, FactsLoadReport report, CancellationToken cancellationToken)
    {
        foreach (var (pack, rows) in batch.Take(last: CyclesPack))
        {
            var loaded = await send(pack, rows, cancellationToken).ConfigureAwait(false);
            var (read, changed) = report.Packs.GetValueOrDefault(pack);
            report.Packs[pack] = (read + loaded.Rows, changed + loaded.Changed);
        }
    }
}
