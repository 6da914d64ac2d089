using Billing.Contracts;
using Billing.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Planner.Outcomes;

/// <summary>
/// What issued invoices settled becomes BilledEventsPack, in the transaction that records the issue: the next input snapshot holds it, and the Invoice
/// service's unique key is the wall behind it.
/// </summary>
internal static class SettledEvents
{
    public static async Task WriteAsync(TenantTransaction transaction, IReadOnlyList<ClosedCycle> closed, CancellationToken cancellationToken)
    {
        var settled = closed.Where(cycle => cycle.IsIssued).SelectMany(cycle => cycle.Settled.Select(item => (cycle.CompanyId, cycle.BillingCycleId, Event: item))).ToList();
        if (settled.Count == 0)
            return;
        await using var command = new NpgsqlCommand(
            """
            insert into facts.billed_events_pack (tenant_id, company_id, pack, event_id, part, billing_cycle_id)
            select @tenant, s.company_id, s.pack, s.event_id, s.part, s.billing_cycle_id
            from unnest(@companies, @packs, @events, @parts, @cycles) as s(company_id, pack, event_id, part, billing_cycle_id)
            order by s.company_id, s.pack, s.event_id, s.part
            on conflict (tenant_id, company_id, pack, event_id, part) do nothing
            """,
            transaction.Connection,
            transaction.Transaction);
        command.Parameters.AddWithValue("tenant", transaction.TenantId);
        AddTexts(command, "companies", settled.Select(item => item.CompanyId));
        AddTexts(command, "packs", settled.Select(item => item.Event.Pack));
        AddTexts(command, "events", settled.Select(item => item.Event.EventId));
        AddTexts(command, "parts", settled.Select(item => item.Event.Part));
        AddTexts(command, "cycles", settled.Select(item => item.BillingCycleId));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddTexts(NpgsqlCommand command, string name, IEnumerable<string> values) =>
        command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = values.ToArray() });
}
