using System.Collections.Concurrent;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Dispatch;
using Billing.Planner.Runs;
using Dapper;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner.Outcomes;

/// <summary>
/// Says on the bus what was committed. What is published at least once is marked after it was published; the sweeper says again what a process that died
/// in between did not.
/// </summary>
internal sealed class RunAnnouncer([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, RunQueries queries, DispatchSignal signal, TimeProvider time)
{
    private const int SweptAtOnce = 100;
    private const int RunsRemembered = 1000;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, long> _saidLast = new();

    /// <summary>After a report was committed: meters, room in the window for the dispatcher, completion if it came to that, else progress, at most every half second.</summary>
    /// <param name="publisher">The consume context of the report, so that the event belongs to its trace.</param>
    public async Task AnnounceAsync(IPublishEndpoint publisher, RecordedReport report, CancellationToken cancellationToken)
    {
        foreach (var outcome in report.Outcomes.CountBy(outcome => outcome, StringComparer.Ordinal))
        {
            BillingTelemetry.Companies.Add(
                outcome.Value, new("outcome", outcome.Key), new KeyValuePair<string, object?>("mode", WireName<RunMode>.Of(report.Mode)));
        }

        await AnnounceAsync(publisher, report.TenantId, report.RunId, report.Completed, cancellationToken);
    }

    /// <summary>After a run was created or cancelled.</summary>
    public async Task AnnounceAsync(IPublishEndpoint publisher, string tenantId, Guid runId, CompletedRun? completed, CancellationToken cancellationToken)
    {
        signal.Set();
        if (completed is not null)
        {
            _saidLast.TryRemove(runId, out _);
            await publisher.Publish(completed.Progressed, cancellationToken);
            await CompleteAsync(publisher, completed.Event, cancellationToken);
        }
        else if (IsTime(runId))
        {
            // Counted outside the lock, and not for every report: a large run is not slowed down by its own progress.
            var run = await queries.GetAsync(tenantId, runId, cancellationToken);
            await publisher.Publish(new BillingRunProgressed(tenantId, runId, run.Mode, run.State, run.Counts), cancellationToken);
        }
    }

    /// <summary>Announces again what was completed or rejected before <paramref name="before"/> and never said. Returns how much.</summary>
    public async Task<int> SweepAsync(IPublishEndpoint publisher, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginSystemAsync(cancellationToken);
        var runs = (await transaction.Connection.QueryAsync<UnannouncedRun>(new CommandDefinition(
            """
            select tenant_id, run_id, mode, state, counts::text as counts, completed_at, traceparent
            from planner.runs
            where completed_at < @before and announced_at is null
            order by completed_at
            limit @SweptAtOnce
            for update skip locked
            """,
            new { before, SweptAtOnce },
            transaction.Transaction,
            cancellationToken: cancellationToken))).AsList();
        foreach (var run in runs)
        {
            using var activity = RunTrace.StartAnnouncement(run.Traceparent, run.TenantId, run.RunId);
            await publisher.Publish(run.ToEvent(), cancellationToken);
            await MarkAsync(transaction, run.RunId, run.TenantId, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return runs.Count;
    }

    private bool IsTime(Guid runId)
    {
        var now = time.GetTimestamp();
        if (_saidLast.TryGetValue(runId, out var last) && time.GetElapsedTime(last, now) < ProgressInterval)
            return false;
        if (_saidLast.Count >= RunsRemembered)
            _saidLast.Clear(); // runs that another process completed
        _saidLast[runId] = now;
        return true;
    }

    private async Task CompleteAsync(IPublishEndpoint publisher, BillingRunCompleted completed, CancellationToken cancellationToken)
    {
        await publisher.Publish(completed, cancellationToken);
        await using var transaction = await dataSource.BeginAsync(completed.TenantId, cancellationToken);
        await MarkAsync(transaction, completed.RunId, completed.TenantId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private Task<int> MarkAsync(TenantTransaction transaction, Guid runId, string tenantId, CancellationToken cancellationToken) =>
        transaction.Connection.ExecuteAsync(new CommandDefinition(
            "update planner.runs set announced_at = @now where tenant_id = @tenantId and run_id = @runId and announced_at is null",
            new { now = time.GetUtcNow(), tenantId, runId },
            transaction.Transaction,
            cancellationToken: cancellationToken));

    private sealed record UnannouncedRun(string TenantId, Guid RunId, string Mode, string State, string Counts, DateTimeOffset CompletedAt, string Traceparent)
    {
        public BillingRunCompleted ToEvent() => new(
            TenantId, RunId, WireName<RunMode>.Parse(Mode), WireName<RunState>.Parse(State), JsonSerializer.Deserialize(Counts, BillingJson.Default.RunCounts)!, CompletedAt);
    }
}
