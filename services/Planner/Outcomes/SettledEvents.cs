using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Contracts;
using Billing.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Planner.Outcomes;

/// <summary>
/// What issued invoices settled becomes BilledEventsPack, in the transaction that records the issue: the next input snapshot holds it, and the Invoice
/// service's unique key is the wall behind it.
/// </summary>
public sealed class SettledEvents(ISnapshotStore snapshots)
{
    /// <summary>The settled events of the issued companies' charge sets.</summary>
    public async Task<IReadOnlyList<SettledEvent>> ReadAsync(BatchReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var issued = report.Companies.Where(company => company.Outcome is CompanyOutcome.Issued).ToList();
        if (issued.Count == 0)
            return [];
        var chargeSets = await snapshots.GetManyAsync(report.TenantId, [.. issued.Select(company => company.ChargeSetDigest).Distinct(StringComparer.Ordinal)], cancellationToken);
        var settled = new List<SettledEvent>();
        foreach (var company in issued)
        {
            var chargeSet = JsonSerializer.Deserialize(chargeSets[company.ChargeSetDigest], SettledJson.Default.SettledPart)
                ?? throw new JsonException($"Charge set {company.ChargeSetDigest} is null.");
            settled.AddRange(chargeSet.Settled.Select(item => new SettledEvent(company.CompanyId, company.BillingCycleId, item)));
        }

        return settled;
    }

    public static async Task WriteAsync(TenantTransaction transaction, IReadOnlyList<SettledEvent> settled, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
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

/// <summary>The one part of a charge set that planning needs; the charges are not read.</summary>
internal sealed record SettledPart(IReadOnlyList<ConsumedEvent> Settled);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SettledPart))]
internal sealed partial class SettledJson : JsonSerializerContext;
