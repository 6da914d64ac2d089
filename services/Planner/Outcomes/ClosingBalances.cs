using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Planner.Outcomes;

/// <summary>
/// What a final run's buckets close with becomes the BucketStatePack row that opens the next period, one per (tenant, company, assignment, service, period), in the
/// transaction that records the outcome. The last cycle that comes to an outcome counts: a report delivered again moves no company and writes nothing, and a cycle that
/// had nothing to bill and is billed later writes its row anew.
/// </summary>
internal static class ClosingBalances
{
    /// <summary>
    /// A run that found nothing to bill does not take back what an invoice of the same cycle closed. Of two balances of one bucket the later stage's counts.
    /// </summary>
    private const string Write = """
        insert into facts.bucket_state_pack as kept (
            tenant_id, company_id, assignment_id, service_id, period_start, period_end, minutes_used, overage_minutes, rolled_over_minutes, expires, closed_cycle_id)
        select distinct on (b.company_id, b.assignment_id, b.service_id, b.period_start)
            @tenant, b.company_id, b.assignment_id, b.service_id, b.period_start, b.period_end, 0, 0, b.closing_minutes, b.expires, b.billing_cycle_id
        from unnest(@companies, @cycles, @issued, @assignments, @services, @starts, @ends, @minutes, @expiries) with ordinality
            as b(company_id, billing_cycle_id, is_issued, assignment_id, service_id, period_start, period_end, closing_minutes, expires, place)
        where b.is_issued or not exists (
            select from planner.run_companies c
            where c.tenant_id = @tenant and c.company_id = b.company_id and c.billing_cycle_id = b.billing_cycle_id and c.state = 'issued')
        order by b.company_id, b.assignment_id, b.service_id, b.period_start, b.place desc
        on conflict (tenant_id, company_id, assignment_id, service_id, period_start) do update
        set period_end = excluded.period_end, minutes_used = 0, overage_minutes = 0, rolled_over_minutes = excluded.rolled_over_minutes, expires = excluded.expires,
            closed_cycle_id = excluded.closed_cycle_id
        """;

    /// <param name="moved">The companies that came to an outcome in this transaction: only they write.</param>
    public static async Task WriteAsync(
        TenantTransaction transaction, IReadOnlyList<ClosedCycle> closed, IReadOnlyList<CompanyMoved> moved, CancellationToken cancellationToken)
    {
        var cycles = moved.ToDictionary(company => (company.CompanyId, company.BillingCycleId), company => company.BillingCycle);
        var opened = closed
            .Where(cycle => cycles.ContainsKey((cycle.CompanyId, cycle.BillingCycleId)))
            .SelectMany(cycle => cycle.Balances.Select(balance => (Cycle: cycle, Balance: balance)))
            .ToList();
        if (opened.Count == 0)
            return;
        await using var command = new NpgsqlCommand(Write, transaction.Connection, transaction.Transaction);
        command.Parameters.AddWithValue("tenant", transaction.TenantId);
        Add(command, "companies", NpgsqlDbType.Text, opened.Select(item => item.Cycle.CompanyId));
        Add(command, "cycles", NpgsqlDbType.Text, opened.Select(item => item.Cycle.BillingCycleId));
        Add(command, "issued", NpgsqlDbType.Boolean, opened.Select(item => item.Cycle.IsIssued));
        Add(command, "assignments", NpgsqlDbType.Text, opened.Select(item => item.Balance.AssignmentId));
        Add(command, "services", NpgsqlDbType.Text, opened.Select(item => item.Balance.ServiceId));
        Add(command, "starts", NpgsqlDbType.Date, opened.Select(item => item.Balance.PeriodEnd));
        Add(command, "ends", NpgsqlDbType.Date, opened.Select(item =>
            BillingCycles.Add(item.Balance.PeriodEnd, cycles[(item.Cycle.CompanyId, item.Cycle.BillingCycleId)], 1)));
        Add(command, "minutes", NpgsqlDbType.Bigint, opened.Select(item => item.Balance.ClosingMinutes));
        Add(command, "expiries", NpgsqlDbType.Date, opened.Select(item => item.Balance.Expires));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add<T>(NpgsqlCommand command, string name, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = values.ToArray() });
}
