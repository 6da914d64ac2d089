using System.Globalization;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Facts;
using Billing.Planner.Outcomes;
using Dapper;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Billing.Planner.Runs;

/// <summary>
/// Turns requests into runs, for the API and the queue alike. Everything a run bills with is pinned here; asking twice under one key starts one run.
/// </summary>
internal sealed class RunRequests(
    [FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource,
    PipelinePinning pinning,
    FactSources sources,
    RunQueries queries,
    ManualReferences references,
    RunAnnouncer announcer,
    TableStatistics statistics,
    IBus bus,
    IOptions<PlannerOptions> options,
    TimeProvider time)
{
    /// <param name="request">With its idempotency key.</param>
    /// <returns>The run, and whether this call created it.</returns>
    /// <exception cref="BillingException">
    /// <c>request.invalid</c>, <c>manual.item_invalid</c>, <c>request.conflict</c>, <c>period.invalid</c>, <c>tenant.unknown</c>, <c>company.unknown</c>, <c>run.preview_unknown</c>,
    /// <c>fact.*</c>, <c>policy.*</c>, <c>service.unavailable</c>, and what the Registry refuses with.
    /// </exception>
    public async Task<(RunView Run, bool IsNew)> CreateAsync(RunBilling request, CancellationToken cancellationToken)
    {
        RunRequestRules.Check(request);
        var digest = RunRequestRules.DigestOf(request);
        if (await FindAsync(request, digest, cancellationToken) is { } existing)
            return (existing, false);
        try
        {
            if (request.Manual is { } manual)
                await references.CheckAsync(request.TenantId, manual, cancellationToken);
            var pins = await PinAsync(request, cancellationToken);
            return await InsertAsync(request, digest, pins, cancellationToken);
        }
        catch (Rating.BillingException exception)
        {
            throw new BillingException(exception.Error, cause: exception);
        }
    }

    /// <summary>The run of this key; null when there is none. Error <c>request.conflict</c> when it was another request, or the id is another run's.</summary>
    private async Task<RunView?> FindAsync(RunBilling request, string digest, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(request.TenantId, cancellationToken);
        var run = await transaction.Connection.QuerySingleOrDefaultAsync<RunRow>(new CommandDefinition(
            $"select {RunRow.Columns} from planner.runs where tenant_id = @TenantId and idempotency_key = @IdempotencyKey",
            request,
            transaction.Transaction,
            cancellationToken: cancellationToken));
        if (run is null)
            return null;
        return string.Equals(run.RequestDigest, digest, StringComparison.Ordinal)
            ? await queries.FindAsync(transaction, run.RunId, cancellationToken)
            : throw Conflict($"Key '{request.IdempotencyKey}' already stands for run {run.RunId}, which was asked for differently.", run.RunId);
    }

    private async Task<Pins> PinAsync(RunBilling request, CancellationToken cancellationToken)
    {
        if (request.PreviewRunId is { } previewId)
        {
            var preview = await GetPreviewAsync(request.TenantId, previewId, cancellationToken);
            await CheckCompaniesAsync(request, sources.SchemaOf(preview.FactSource), cancellationToken);
            return new Pins(preview.AsOf, preview.PipelineDigest, preview.FactSource, preview.ManualInvoice);
        }

        var source = request.FactSource ?? FactSources.Own;
        var schema = sources.SchemaOf(source);
        var asOf = WholeSeconds(request.AsOf ?? time.GetUtcNow());
        // First the fact plan: it tells a source without CompanyPack apart from a tenant without companies.
        var pipelineDigest = await pinning.PinAsync(request, asOf, source, cancellationToken);
        await CheckCompaniesAsync(request, schema, cancellationToken);
        return new Pins(asOf, pipelineDigest, source, request.Manual);
    }

    private async Task<RunRow> GetPreviewAsync(string tenantId, Guid previewId, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var preview = await transaction.Connection.QuerySingleOrDefaultAsync<RunRow>(new CommandDefinition(
            $"select {RunRow.Columns} from planner.runs where tenant_id = @tenantId and run_id = @previewId",
            new { tenantId, previewId },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        if (preview is null || preview.RunMode is not RunMode.Preview)
        {
            throw BillingException.NotFound(
                ErrorCodes.PreviewUnknown,
                $"Tenant {tenantId} has no preview run {previewId}{(preview is null ? "" : $": the run of this id has mode {preview.Mode}")}.",
                "List the tenant's runs to find the preview's id.",
                previewId.ToString());
        }

        return preview.IsFinished
            ? preview
            : throw BillingException.Conflict(
                ErrorCodes.RequestConflict, $"Preview {previewId} is not finished.", "Commit it when it is: watch it, or ask for its status.", previewId.ToString());
    }

    private async Task CheckCompaniesAsync(RunBilling request, string schema, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(request.TenantId, cancellationToken);
        var parameters = new { tenant = request.TenantId, companies = CompaniesOf(request), preview = request.PreviewRunId };
        if (request.PreviewRunId is null
            && !await transaction.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                RunSelection.TenantHasCompanies(schema), parameters, transaction.Transaction, cancellationToken: cancellationToken)))
        {
            throw BillingException.NotFound(
                ErrorCodes.TenantUnknown, $"Tenant {request.TenantId} has no companies in the fact source.", "Load its facts first, CompanyPack among them.", request.TenantId);
        }

        if (parameters.companies is null)
            return;
        var sql = request.PreviewRunId is null ? RunSelection.UnknownCompanies(schema) : RunSelection.CompaniesNotPreviewed;
        var unknown = (await transaction.Connection.QueryAsync<string>(new CommandDefinition(
            sql, parameters, transaction.Transaction, cancellationToken: cancellationToken))).AsList();
        if (unknown.Count > 0)
            throw UnknownCompanies(request, unknown);
    }

    private async Task<(RunView Run, bool IsNew)> InsertAsync(RunBilling request, string digest, Pins pins, CancellationToken cancellationToken)
    {
        var runId = request.RunId ?? RunRequestRules.RunIdOf(request.TenantId, request.IdempotencyKey!);
        using var activity = RunTrace.StartRun(request.TenantId, runId);
        if (await TryInsertAsync(request, runId, digest, pins, activity, cancellationToken) is not { } inserted)
        {
            return await FindAsync(request, digest, cancellationToken) is { } other
                ? (other, false)
                : throw Conflict($"Run id {runId} is already taken by another run.", runId);
        }

        // The insert's connection is back in its pool: requests that each held one and waited for another would wait for each other.
        await statistics.RefreshAsync(inserted.Companies, ["planner.run_companies", "planner.run_batches"], cancellationToken);
        // Before the dispatcher is told: executors compile while the first batch is planned.
        if (inserted.Companies > 0)
            await bus.Publish(new PipelinePinned(request.TenantId, runId, pins.PipelineDigest), cancellationToken);
        await announcer.AnnounceAsync(bus, request.TenantId, runId, inserted.Completed, cancellationToken);
        return (await queries.GetAsync(request.TenantId, runId, cancellationToken), true);
    }

    /// <summary>Null when key or id is taken.</summary>
    private async Task<InsertedRun?> TryInsertAsync(
        RunBilling request, Guid runId, string digest, Pins pins, System.Diagnostics.Activity activity, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(request.TenantId, cancellationToken);
        if (!await InsertRunAsync(transaction, request, runId, digest, pins, activity, cancellationToken))
            return null;
        var companies = await transaction.Connection.ExecuteAsync(new CommandDefinition(
            RunSelection.InsertCompanies(request, sources.SchemaOf(pins.FactSource)),
            new
            {
                tenant = request.TenantId,
                run = runId,
                companies = CompaniesOf(request),
                start = request.Period?.Start,
                end = request.Period?.End,
                due_by = request.DueBy,
                preview = request.PreviewRunId,
                reference = request.Manual is { } manual ? ManualInvoiceRequest.CycleIdOf(manual.Reference) : null,
                day = Rating.TaxDates.OfManualInvoice(pins.AsOf),
                revision = RunSelection.FirstRevision,
                batch_size = options.Value.BatchSize,
                now = time.GetUtcNow(),
            },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        var completed = await RunProgress.CompleteAsync(transaction, runId, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new InsertedRun(companies, completed);
    }

    private async Task<bool> InsertRunAsync(
        TenantTransaction transaction, RunBilling request, Guid runId, string digest, Pins pins, System.Diagnostics.Activity activity, CancellationToken cancellationToken) =>
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into planner.runs (
                tenant_id, run_id, idempotency_key, request_digest, request, mode, lane, state, as_of, pipeline_digest, preview_run_id, fact_source,
                requested_by, traceparent, trace_id, created_at, manual)
            values (
                @TenantId, @runId, @IdempotencyKey, @digest, @document, @mode, @lane, 'requested', @AsOf, @PipelineDigest, @PreviewRunId, @FactSource,
                @RequestedBy, @traceparent, @traceId, @now, @manual)
            on conflict do nothing
            """,
            new
            {
                request.TenantId,
                runId,
                request.IdempotencyKey,
                digest,
                document = Jsonb.From(request, BillingJson.Default.RunBilling),
                mode = WireName<RunMode>.Of(request.Mode),
                lane = WireName<Lane>.Of(request.Lane),
                pins.AsOf,
                pins.PipelineDigest,
                request.PreviewRunId,
                pins.FactSource,
                request.RequestedBy,
                traceparent = activity.Id,
                traceId = activity.TraceId.ToHexString(),
                now = time.GetUtcNow(),
                manual = pins.Manual is null ? (Jsonb?)null : Jsonb.From(pins.Manual, BillingJson.Default.ManualInvoiceRequest),
            },
            transaction.Transaction,
            cancellationToken: cancellationToken)) == 1;

    /// <summary>Null for all.</summary>
    private static string[]? CompaniesOf(RunBilling request) => request.Manual is { } manual ? [manual.CompanyId] : request.CompanyIds?.ToArray();

    private static DateTimeOffset WholeSeconds(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static BillingException Conflict(string message, Guid runId) => BillingException.Conflict(
        ErrorCodes.RequestConflict, message, "Use another idempotency key and run id for another request.", runId.ToString());

    private static BillingException UnknownCompanies(RunBilling request, List<string> unknown)
    {
        const int Named = 10;
        var names = string.Join(", ", unknown.Take(Named)) + (unknown.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {unknown.Count - Named} more") : "");
        return BillingException.NotFound(
            ErrorCodes.CompanyUnknown,
            request.PreviewRunId is { } preview
                ? $"Preview {preview} does not hold {(unknown.Count == 1 ? "company" : "companies")} {names}."
                : $"Tenant {request.TenantId} has no {(unknown.Count == 1 ? "company" : "companies")} {names}.",
            "Correct the company ids, or load the companies' facts first.",
            unknown[0]);
    }

    /// <param name="Completed">Set when there was nothing to bill.</param>
    private sealed record InsertedRun(int Companies, CompletedRun? Completed);

    /// <summary>What the run keeps for good.</summary>
    private sealed record Pins(DateTimeOffset AsOf, string PipelineDigest, string FactSource, ManualInvoiceRequest? Manual);
}
