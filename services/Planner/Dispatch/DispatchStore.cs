using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Runs;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Billing.Planner.Dispatch;

/// <summary>A batch that is now this process's to send.</summary>
public sealed record ClaimedBatch(string TenantId, Guid RunId, int BatchNo, int Attempt, Lane Lane, string Traceparent);

/// <summary>
/// Which batches to send next, under a lock of each run, so that several Planners never send the same batch, nor more of a run than its window.
/// All runs of a lane together are held to <see cref="PlannerOptions.LaneWindow"/>; Planners that claim at the same moment may each fill what room they saw.
/// </summary>
public sealed class DispatchStore([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, IOptions<PlannerOptions> options)
{
    private const int RunsAtOnce = 64;

    // Runs that another process has in hand are skipped: it sends their batches. A run with nothing to send now, its window full or its turn not over, is no candidate:
    // enough of them would stand for ever before those that have something.
    private const string LockRuns = """
        with lanes as (
            select r.lane, count(*) as sent
            from planner.run_batches b
            join planner.runs r using (tenant_id, run_id)
            where b.state = 'sent'
            group by r.lane)
        select r.tenant_id, r.run_id
        from planner.runs r
        left join lanes using (lane)
        cross join lateral (
            select count(*) filter (where o.state = 'sent') as sent, min(o.turn) as turn
            from planner.run_batches o
            where o.tenant_id = r.tenant_id and o.run_id = r.run_id and o.state in ('pending', 'sent')) open
        where r.state in ('requested', 'running', 'cancelling') and exists (
            select from planner.run_batches b
            where b.tenant_id = r.tenant_id and b.run_id = r.run_id and b.turn = open.turn
                and (b.state = 'sent' and b.due_at <= @now
                    or b.state = 'pending' and open.sent < @Window and coalesce(lanes.sent, 0) < @LaneWindow and r.state <> 'cancelling' and (b.due_at is null or b.due_at <= @now)))
        order by r.dispatched_at nulls first, r.created_at, r.run_id
        limit @RunsAtOnce
        for update of r skip locked
        """;

    // A statement of its own: it sees what was committed before the locks were got. Of each run one batch: the next pass begins with the run longest unserved.
    private const string Claim = """
        with lanes as (
            select r.lane, count(*) as sent
            from planner.run_batches b
            join planner.runs r using (tenant_id, run_id)
            where b.state = 'sent'
            group by r.lane
        ), slots as (
            select r.tenant_id, r.run_id, r.state, r.lane, r.dispatched_at, r.created_at,
                @Window - (select count(*) from planner.run_batches b where b.tenant_id = r.tenant_id and b.run_id = r.run_id and b.state = 'sent') as free,
                (select min(b.turn) from planner.run_batches b where b.tenant_id = r.tenant_id and b.run_id = r.run_id and b.state in ('pending', 'sent')) as turn
            from planner.runs r
            join unnest(@tenants, @runs) as locked(tenant_id, run_id) using (tenant_id, run_id)
        ), picked as materialized (
            select s.tenant_id, s.run_id, b.batch_no, b.state, @LaneWindow - coalesce(lanes.sent, 0) as room,
                row_number() over (partition by s.lane, b.state order by s.dispatched_at nulls first, s.created_at, s.run_id) as place
            from slots s
            left join lanes using (lane)
            cross join lateral (
                select b.batch_no, b.state
                from planner.run_batches b
                where b.tenant_id = s.tenant_id and b.run_id = s.run_id and b.turn = s.turn
                    and (b.state = 'sent' and b.due_at <= @now
                        or b.state = 'pending' and s.free > 0 and s.state <> 'cancelling' and (b.due_at is null or b.due_at <= @now))
                order by b.state desc, b.batch_no
                limit 1) b
        ), claimed as (
            update planner.run_batches b
            set state = 'sent', attempts = b.attempts + 1, sent_at = @now,
                due_at = @now + least(@UnreportedAfter * power(2, least(b.attempts, 20)), interval '1 hour')
            from picked p
            where b.tenant_id = p.tenant_id and b.run_id = p.run_id and b.batch_no = p.batch_no and (p.state = 'sent' or p.place <= p.room)
            returning b.tenant_id, b.run_id, b.batch_no, b.attempts
        ), served as (
            update planner.runs r
            set dispatched_at = @now, state = case r.state when 'requested' then 'running' else r.state end
            from claimed c
            where r.tenant_id = c.tenant_id and r.run_id = c.run_id
            returning r.tenant_id, r.run_id, r.lane, r.traceparent, r.created_at
        ), companies as (
            update planner.run_companies k
            set state = 'sent', sent_at = @now
            from claimed c
            where k.tenant_id = c.tenant_id and k.run_id = c.run_id and k.batch_no = c.batch_no and k.state = 'pending'
        )
        select c.tenant_id, c.run_id, c.batch_no, c.attempts as attempt, s.lane, s.traceparent
        from claimed c
        join served s using (tenant_id, run_id)
        order by s.created_at, c.run_id
        """;

    /// <summary>At most one batch of each run that has room in its window, or one that was not reported in time; empty when there is nothing to send.</summary>
    public async Task<IReadOnlyList<ClaimedBatch>> ClaimAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginSystemAsync(cancellationToken);
        var runs = (await transaction.Connection.QueryAsync<(string TenantId, Guid RunId)>(new CommandDefinition(
            LockRuns, new { now, RunsAtOnce, options.Value.Window, options.Value.LaneWindow }, transaction.Transaction, cancellationToken: cancellationToken))).AsList();
        if (runs.Count == 0)
            return [];
        var rows = await transaction.Connection.QueryAsync<ClaimRow>(new CommandDefinition(
            Claim,
            new
            {
                now,
                tenants = runs.Select(run => run.TenantId).ToArray(),
                runs = runs.Select(run => run.RunId).ToArray(),
                options.Value.Window,
                options.Value.LaneWindow,
                options.Value.UnreportedAfter,
            },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return [.. rows.Select(row => new ClaimedBatch(row.TenantId, row.RunId, row.BatchNo, row.Attempt, WireName<Lane>.Parse(row.Lane), row.Traceparent))];
    }

    private sealed record ClaimRow(string TenantId, Guid RunId, int BatchNo, int Attempt, string Lane, string Traceparent);
}
