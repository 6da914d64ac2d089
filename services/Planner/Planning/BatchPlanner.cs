using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Facts;
using Billing.Planner.Runs;
using Billing.Rating;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner.Planning;

/// <summary>
/// Plans a batch: one query per pack for all its companies, one input snapshot per company. Doing it again is harmless: inputs are named by their content, and
/// companies that were reported meanwhile are left out.
/// </summary>
public sealed class BatchPlanner(
    [FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, PreparedPipelines pipelines, IFactSource source, ISnapshotStore snapshots)
{
    private const string SnapshotKind = "input";

    /// <summary>What to send to the Executor; null when no company of the batch is open any more.</summary>
    public async Task<RateCompanies?> PlanAsync(PlanCompanies batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (run, companies) = await LoadAsync(batch, cancellationToken);
        if (run is null || companies.Count == 0)
            return null;
        var planned = new List<CompanyToRate>(companies.Count);
        var failed = new List<FailedCompany>();
        try
        {
            await WriteInputsAsync(run, companies, planned, failed, cancellationToken);
        }
        catch (Exception exception) when (TypedError(exception) is not null)
        {
            // What holds for the whole batch, such as a view that is gone, holds for each of its companies.
            planned.Clear();
            failed = [.. companies.Select(company => company.Failed(TypedError(exception)!))];
        }

        if (planned.Count > 0)
            await RememberInputsAsync(batch, planned, cancellationToken);
        return new RateCompanies(batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt, batch.Lane, run.RunMode, run.PipelineDigest, planned, failed);
    }

    private async Task WriteInputsAsync(
        RunRow run, IReadOnlyList<BatchCompany> companies, List<CompanyToRate> planned, List<FailedCompany> failed, CancellationToken cancellationToken)
    {
        var prepared = await pipelines.GetAsync(run.TenantId, run.PipelineDigest, cancellationToken);
        var manual = run.ManualInvoice;
        var windows = new List<FactWindow>(companies.Count);
        var readable = new List<BatchCompany>(companies.Count);
        foreach (var company in companies)
        {
            // A cycle of no known length has no window; it must not cost the others theirs.
            Attempt(company, failed, () =>
            {
                windows.Add(new FactWindow(company.CompanyId, manual is null ? EventWindow.Of(company.Period) : new DateRange(company.PeriodStart, company.PeriodEnd)));
                readable.Add(company);
            });
        }

        if (readable.Count == 0)
            return;
        var packs = await ReadAsync(run, manual, prepared.Tables, windows, cancellationToken);
        var inputs = new Dictionary<string, Snapshot>(StringComparer.Ordinal);
        foreach (var company in readable)
        {
            Attempt(company, failed, () =>
            {
                var bytes = CompanyInputWriter.Write(run.TenantId, company, run.AsOf, prepared.TaxDate, manual is not null, packs);
                var digest = Digest.Of(bytes);
                inputs.TryAdd(digest, new Snapshot(digest, SnapshotKind, bytes));
                planned.Add(new CompanyToRate(company.CompanyId, company.BillingCycleId, company.Revision, digest));
            });
        }

        await snapshots.PutManyAsync(run.TenantId, inputs.Values, cancellationToken);
    }

    private async Task<IReadOnlyList<PackRows>> ReadAsync(
        RunRow run, ManualInvoiceRequest? manual, IReadOnlyList<FactTable> tables, IReadOnlyList<FactWindow> windows, CancellationToken cancellationToken)
    {
        var read = manual is null ? tables : [.. tables.Where(table => table.Pack.Kind is PackKind.Fact)];
        var packs = await source.ReadAsync(new FactQuery(run.TenantId, run.FactSource, read, windows), cancellationToken);
        return manual is null ? packs : [.. packs, .. ManualItems.Of(manual, tables)];
    }

    private static BillingError? TypedError(Exception exception) => (exception as Rating.BillingException)?.Error ?? (exception as BillingException)?.Error;

    private static void Attempt(BatchCompany company, List<FailedCompany> failed, Action work)
    {
        try
        {
            work();
        }
        catch (Rating.BillingException exception)
        {
            failed.Add(company.Failed(exception.Error));
        }
    }

    private async Task<(RunRow? Run, IReadOnlyList<BatchCompany> Companies)> LoadAsync(PlanCompanies batch, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(batch.TenantId, cancellationToken);
        var run = await transaction.Connection.QuerySingleOrDefaultAsync<RunRow>(new CommandDefinition(
            $"select {RunRow.Columns} from planner.runs where tenant_id = @TenantId and run_id = @RunId",
            batch,
            transaction.Transaction,
            cancellationToken: cancellationToken));
        var companies = await transaction.Connection.QueryAsync<BatchCompany>(new CommandDefinition(
            """
            select company_id, billing_cycle_id, revision, billing_cycle, period_start, period_end, tax_date
            from planner.run_companies
            where tenant_id = @TenantId and run_id = @RunId and batch_no = @BatchNo and state in ('pending', 'sent')
            order by company_id collate "C", billing_cycle_id collate "C"
            """,
            batch,
            transaction.Transaction,
            cancellationToken: cancellationToken));
        return (run, companies.AsList());
    }

    private async Task RememberInputsAsync(PlanCompanies batch, IReadOnlyList<CompanyToRate> planned, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(batch.TenantId, cancellationToken);
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            update planner.run_companies c
            set input_digest = p.input_digest
            from unnest(@companies, @cycles, @digests) as p(company_id, billing_cycle_id, input_digest)
            where c.tenant_id = @TenantId and c.run_id = @RunId and c.company_id = p.company_id and c.billing_cycle_id = p.billing_cycle_id
                and c.state in ('pending', 'sent')
            """,
            new
            {
                batch.TenantId,
                batch.RunId,
                companies = planned.Select(company => company.CompanyId).ToArray(),
                cycles = planned.Select(company => company.BillingCycleId).ToArray(),
                digests = planned.Select(company => company.InputDigest).ToArray(),
            },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }
}
