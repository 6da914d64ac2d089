using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Runs;
using Dapper;

namespace Billing.Planner.Outcomes;

/// <summary>Decides, under the lock of the run's row, whether a run is finished, and counts where it stands.</summary>
internal static class RunProgress
{
    /// <summary>The run's row, locked until the transaction ends; null when there is no such run.</summary>
    public static Task<RunRow?> LockAsync(TenantTransaction transaction, Guid runId, CancellationToken cancellationToken) =>
        transaction.Connection.QuerySingleOrDefaultAsync<RunRow>(new CommandDefinition(
            $"select {RunRow.Columns} from planner.runs where tenant_id = @TenantId and run_id = @runId for update",
            new { transaction.TenantId, runId },
            transaction.Transaction,
            cancellationToken: cancellationToken));

    /// <summary>
    /// Completes a locked run that has no open company, and counts it. Null while there are open ones, which is all that is looked for then. A completed run that a late report
    /// of an issued invoice changed is counted and announced again. Call it last.
    /// </summary>
    public static async Task<CompletedRun?> CompleteAsync(TenantTransaction transaction, Guid runId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parameters = new { transaction.TenantId, runId, now };
        if (await transaction.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(HasOpenCompanies, parameters, transaction.Transaction, cancellationToken: cancellationToken)))
            return null;
        var row = await transaction.Connection.QuerySingleOrDefaultAsync<CompletedRow>(new CommandDefinition(Complete, parameters, transaction.Transaction, cancellationToken: cancellationToken));
        return row is null
            ? null
            : new CompletedRun(new BillingRunCompleted(
                transaction.TenantId,
                runId,
                WireName<RunMode>.Parse(row.Mode),
                WireName<RunState>.Parse(row.State),
                JsonSerializer.Deserialize(row.Counts, BillingJson.Default.RunCounts)!,
                row.CompletedAt));
    }

    private const string HasOpenCompanies =
        "select exists (select from planner.run_companies where tenant_id = @TenantId and run_id = @runId and state in ('pending', 'sent'))";

    private const string Complete = $"""
        with counted as (
            select r.tenant_id, r.run_id, {RunQueries.CountsOfR} as counts
            from planner.runs r
            where r.tenant_id = @TenantId and r.run_id = @runId
        )
        update planner.runs r
        set state = case
                when r.state in ('cancelling', 'cancelled') then 'cancelled'
                when (c.counts->>'failed')::int > 0 then 'completed_with_failures'
                else 'completed' end,
            completed_at = coalesce(r.completed_at, @now), counts = c.counts, announced_at = null
        from counted c
        where r.tenant_id = c.tenant_id and r.run_id = c.run_id and r.counts is distinct from c.counts
        returning r.mode, r.state, r.counts::text as counts, r.completed_at
        """;

    private sealed record CompletedRow(string Mode, string State, string Counts, DateTimeOffset CompletedAt);
}

/// <summary>A run that this transaction completed, or whose outcome it changed after that: what there is to announce.</summary>
internal sealed record CompletedRun(BillingRunCompleted Event)
{
    public BillingRunProgressed Progressed => new(Event.TenantId, Event.RunId, Event.Mode, Event.State, Event.Counts);
}
