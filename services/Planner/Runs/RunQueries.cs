using System.Data;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner.Runs;

/// <summary>Reads runs. Counts come from the rows of the run's companies in the same statement; a completed run keeps its last ones.</summary>
public sealed class RunQueries([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>The run's counts as a JSON object; needs <c>r</c>, a row of planner.runs.</summary>
    internal const string CountsOfR = """
        (select jsonb_build_object(
            'total', coalesce(sum(n), 0),
            'open', coalesce(sum(n) filter (where c.state in ('pending', 'sent')), 0),
            'in_flight', coalesce(sum(n) filter (where c.state = 'sent'), 0),
            'succeeded', coalesce(sum(n) filter (where c.state in ('issued', 'previewed')), 0),
            'nothing_to_bill', coalesce(sum(n) filter (where c.state in ('nothing_to_bill', 'already_invoiced')), 0),
            'failed', coalesce(sum(n) filter (where c.state = 'failed'), 0),
            'cancelled', coalesce(sum(n) filter (where c.state = 'cancelled'), 0),
            'total_cents', coalesce(jsonb_object_agg(c.currency_code, c.cents) filter (where c.state in ('issued', 'previewed') and c.currency_code is not null), '{}'))
         from (
            select state, currency_code, count(*) as n, sum(total_cents)::bigint as cents
            from planner.run_companies
            where tenant_id = r.tenant_id and run_id = r.run_id
            group by state, currency_code) c)
        """;

    private const string View = $"""
        select r.tenant_id, r.run_id, r.mode, r.state, r.idempotency_key, r.as_of, r.pipeline_digest, r.preview_run_id, r.requested_by,
            r.created_at, r.completed_at, r.trace_id, coalesce(r.counts, {CountsOfR})::text as counts
        from planner.runs r
        """;

    /// <summary>Error <c>run.unknown</c>.</summary>
    public async Task<RunView> GetAsync(string tenantId, Guid runId, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        return await FindAsync(transaction, runId, cancellationToken) ?? throw Unknown(tenantId, runId);
    }

    public async Task<Page<RunView>> ListAsync(string tenantId, string? after, int limit, CancellationToken cancellationToken)
    {
        var cursor = Cursor.Parse<RunCursor>(after);
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var rows = (await transaction.Connection.QueryAsync<RunViewRow>(new CommandDefinition(
            $"""
            {View}
            where r.tenant_id = @tenantId and (@createdAt::timestamptz is null or (r.created_at, r.run_id) < (@createdAt, @runId))
            order by r.created_at desc, r.run_id desc
            limit @limit
            """,
            new { tenantId, createdAt = cursor?.CreatedAt, runId = cursor?.RunId ?? Guid.Empty, limit = limit + 1 },
            transaction.Transaction,
            cancellationToken: cancellationToken))).AsList();
        var next = rows.Count > limit ? Cursor.Of(new RunCursor(rows[limit - 1].CreatedAt, rows[limit - 1].RunId)) : null;
        return new Page<RunView>([.. rows.Take(limit).Select(ToView)], next);
    }

    /// <param name="outcome">Null for all, open ones included.</param>
    public async Task<Page<RunCompanyView>> ListCompaniesAsync(
        string tenantId, Guid runId, CompanyOutcome? outcome, string? after, int limit, CancellationToken cancellationToken)
    {
        var cursor = Cursor.Parse<CompanyCursor>(after);
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        if (await FindAsync(transaction, runId, cancellationToken) is null)
            throw Unknown(tenantId, runId);
        var rows = (await transaction.Connection.QueryAsync<RunCompanyRow>(new CommandDefinition(
            """
            select company_id, company_name, billing_cycle_id, period_start, period_end, revision, state, input_digest, charge_set_digest, document_digest,
                invoice_id, invoice_number, currency_code, total_cents, error::text as error, warnings::text as warnings
            from planner.run_companies
            where tenant_id = @tenantId and run_id = @runId
                and (@state::text is null or state = @state)
                and (@company::text is null or (company_id, billing_cycle_id) > (@company, @cycle))
            order by company_id, billing_cycle_id
            limit @limit
            """,
            new
            {
                tenantId,
                runId,
                state = outcome is { } wanted ? WireName<CompanyOutcome>.Of(wanted) : null,
                company = cursor?.CompanyId,
                cycle = cursor?.BillingCycleId,
                limit = limit + 1,
            },
            transaction.Transaction,
            cancellationToken: cancellationToken))).AsList();
        var next = rows.Count > limit ? Cursor.Of(new CompanyCursor(rows[limit - 1].CompanyId, rows[limit - 1].BillingCycleId)) : null;
        return new Page<RunCompanyView>([.. rows.Take(limit).Select(row => row.ToView())], next);
    }

    internal async Task<RunView?> FindAsync(TenantTransaction transaction, Guid runId, CancellationToken cancellationToken)
    {
        var row = await transaction.Connection.QuerySingleOrDefaultAsync<RunViewRow>(new CommandDefinition(
            $"{View} where r.tenant_id = @TenantId and r.run_id = @runId",
            new { transaction.TenantId, runId },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        return row is null ? null : ToView(row);
    }

    internal static BillingException Unknown(string tenantId, Guid runId) => BillingException.NotFound(
        ErrorCodes.RunUnknown, $"Tenant {tenantId} has no run {runId}.", "List the tenant's runs to find its id.", runId.ToString());

    private RunView ToView(RunViewRow row)
    {
        var counts = JsonSerializer.Deserialize(row.Counts, BillingJson.Default.RunCounts)!;
        var reported = counts.Total - counts.Open - counts.Cancelled;
        var minutes = ((row.CompletedAt ?? time.GetUtcNow()) - row.CreatedAt).TotalMinutes;
        double? perMinute = reported > 0 && minutes > 0 ? Math.Round(reported / minutes, 1) : null;
        double? eta = row.CompletedAt is null && perMinute > 0 ? Math.Round(60 * counts.Open / perMinute.Value, 1) : null;
        return new RunView(
            row.TenantId,
            row.RunId,
            WireName<RunMode>.Parse(row.Mode),
            WireName<RunState>.Parse(row.State),
            row.IdempotencyKey,
            row.AsOf,
            row.PipelineDigest,
            counts,
            row.CreatedAt,
            PreviewRunId: row.PreviewRunId,
            RequestedBy: row.RequestedBy,
            CompletedAt: row.CompletedAt,
            CompaniesPerMinute: perMinute,
            EtaSeconds: eta,
            TraceId: row.TraceId);
    }

    private sealed record RunViewRow(
        string TenantId,
        Guid RunId,
        string Mode,
        string State,
        string IdempotencyKey,
        DateTimeOffset AsOf,
        string PipelineDigest,
        Guid? PreviewRunId,
        string? RequestedBy,
        DateTimeOffset CreatedAt,
        DateTimeOffset? CompletedAt,
        string TraceId,
        string Counts);
}
