using System.Collections.Concurrent;
using Billing.Cli.Api;
using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Contracts;

namespace Billing.Cli.Comparison;

/// <summary>
/// Holds what a run came to against what a legacy engine billed for the same companies, and a final run against the preview it committed. It reads only what the
/// services' APIs tell anyone.
/// </summary>
public sealed class RunComparison(BillingClient client, string tenantId)
{
    private const int InvoicesAtOnce = 8;

    /// <summary>The invoices that stand for the scenarios' companies, whichever run issued them, and the failures of this run and its preview, against the files.</summary>
    /// <param name="copies">As given to <c>facts load</c>.</param>
    public async Task<ParityReport> WithLegacyAsync(RunView run, IReadOnlyList<string> files, int copies, CancellationToken cancellationToken)
    {
        var failures = await FailuresAsync(run, cancellationToken).ConfigureAwait(false);
        var invoices = await DocumentsAsync(cancellationToken).ConfigureAwait(false);
        var report = new ParityReport();
        foreach (var line in files.SelectMany(GoldenFile.Read))
        {
            if (line.Error is not null)
                report.Errors.Add(line.Error);
            if (line.Scenario is not { IsTaxCalculation: false } scenario)
                continue;
            for (var copy = 1; copy <= copies; copy++)
            {
                var loaded = new LoadedScenario(scenario, ScenarioIdentity.Of(scenario.Id, copy, ownIds: false));
                report.Add(scenario, loaded.Answer(invoices.GetValueOrDefault(loaded.CompanyId), failures.GetValueOrDefault(loaded.CompanyId)));
            }
        }

        return report;
    }

    /// <summary>How many invoices the run issued, and for how many of them the committed preview showed the very same document.</summary>
    public async Task<PreviewAgreement> WithPreviewAsync(RunView run, CancellationToken cancellationToken)
    {
        var previewed = new Dictionary<(string Company, string Cycle), string>();
        await foreach (var company in client.ListRunCompaniesAsync(tenantId, run.PreviewRunId!.Value, CompanyOutcome.Previewed, cancellationToken).ConfigureAwait(false))
            previewed[(company.CompanyId, company.BillingCycleId)] = company.DocumentDigest!;
        var issued = 0;
        var different = new List<string>();
        await foreach (var company in client.ListRunCompaniesAsync(tenantId, run.RunId, CompanyOutcome.Issued, cancellationToken).ConfigureAwait(false))
        {
            issued++;
            if (previewed.GetValueOrDefault((company.CompanyId, company.BillingCycleId)) != company.DocumentDigest)
                different.Add(company.CompanyId);
        }

        return new PreviewAgreement(previewed.Count, issued, different);
    }

    /// <summary>All invoices of the tenant, from whichever run, and the cycles that have more than one.</summary>
    public async Task<TenantBooks> BooksAsync(CancellationToken cancellationToken)
    {
        var invoices = 0;
        var cycles = new HashSet<(string Company, string Cycle, int Revision)>();
        await foreach (var invoice in client.ListInvoicesAsync(tenantId, null, null, cancellationToken).ConfigureAwait(false))
        {
            invoices++;
            cycles.Add((invoice.CompanyId, invoice.BillingCycleId, invoice.Revision));
        }

        return new TenantBooks(invoices, invoices - cycles.Count);
    }

    /// <summary>A commit takes what its preview could bill: who failed in the preview is not in it, and has failed all the same.</summary>
    private async Task<Dictionary<string, BillingError>> FailuresAsync(RunView run, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<string, BillingError>(StringComparer.Ordinal);
        foreach (var runId in new[] { run.PreviewRunId, run.RunId }.OfType<Guid>())
        {
            await foreach (var company in client.ListRunCompaniesAsync(tenantId, runId, CompanyOutcome.Failed, cancellationToken).ConfigureAwait(false))
                failures[company.CompanyId] = company.Error!;
        }

        return failures;
    }

    private async Task<IReadOnlyDictionary<string, InvoiceDocument>> DocumentsAsync(CancellationToken cancellationToken)
    {
        var documents = new ConcurrentDictionary<string, InvoiceDocument>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = InvoicesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(client.ListInvoicesAsync(tenantId, null, null, cancellationToken), options, async (summary, token) =>
        {
            var invoice = await client.GetInvoiceAsync(tenantId, summary.InvoiceId.ToString(), token).ConfigureAwait(false);
            documents[summary.CompanyId] = invoice.Document;
        }).ConfigureAwait(false);
        return documents;
    }
}

/// <param name="Previewed">Documents the preview showed.</param>
/// <param name="Issued">Invoices the final run issued.</param>
/// <param name="Different">Companies whose issued document is not byte for byte the previewed one.</param>
public sealed record PreviewAgreement(int Previewed, int Issued, IReadOnlyList<string> Different);

/// <param name="BilledTwice">Invoices beyond the first of a billing cycle and revision.</param>
public sealed record TenantBooks(int Invoices, int BilledTwice);
