using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Outcomes;
using Dapper;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner.Runs;

/// <summary>Stops a run: nothing more is sent, what is in flight finishes and is reported, and companies that were never sent are cancelled.</summary>
internal sealed class RunCancellation(
    [FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, RunQueries queries, RunAnnouncer announcer, TimeProvider time)
{
    /// <summary>Errors: <c>run.unknown</c>, <c>run.finished</c>. Cancelling a run that is being cancelled, or was, changes nothing.</summary>
    public async Task<RunView> CancelAsync(string tenantId, Guid runId, IPublishEndpoint publisher, CancellationToken cancellationToken)
    {
        if (await TryCancelAsync(tenantId, runId, cancellationToken) is { } cancelled)
            await announcer.AnnounceAsync(publisher, tenantId, runId, cancelled.Completed, cancellationToken);
        return await queries.GetAsync(tenantId, runId, cancellationToken);
    }

    /// <summary>Null when the run was being cancelled already, or was. What it returns is announced once its connection is back in the pool: a broker may be slow to confirm.</summary>
    private async Task<CancelledRun?> TryCancelAsync(string tenantId, Guid runId, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var run = await RunProgress.LockAsync(transaction, runId, cancellationToken) ?? throw RunQueries.Unknown(tenantId, runId);
        if (run.RunState is RunState.Completed or RunState.CompletedWithFailures)
            throw BillingException.Conflict(ErrorCodes.RunFinished, $"Run {runId} is {run.State}: there is nothing left to cancel.", "Nothing to do: what it issued stands.", runId.ToString());
        if (run.RunState is RunState.Cancelling or RunState.Cancelled)
            return null;

        // A company that waited for its retry has failed; one that was never sent is cancelled.
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            update planner.runs set state = 'cancelling' where tenant_id = @TenantId and run_id = @runId;
            update planner.run_companies c
            set state = case c.state when 'pending' then 'cancelled' else 'failed' end, reported_at = @now
            from planner.run_batches b
            where b.tenant_id = @TenantId and b.run_id = @runId and b.state = 'pending'
                and c.tenant_id = @TenantId and c.run_id = @runId and c.batch_no = b.batch_no and c.state in ('pending', 'sent');
            update planner.run_batches set state = 'cancelled' where tenant_id = @TenantId and run_id = @runId and state = 'pending';
            """,
            new { transaction.TenantId, runId, now = time.GetUtcNow() },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        var completed = await RunProgress.CompleteAsync(transaction, runId, time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CancelledRun(completed);
    }

    /// <param name="Completed">Null while something is in flight.</param>
    private sealed record CancelledRun(CompletedRun? Completed);
}
