using Billing.Contracts;
using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Registry;

/// <summary>One row of a binding's history: what it is from a day on.</summary>
/// <param name="EffectiveFrom"><see cref="DateOnly.MinValue"/> for always.</param>
/// <param name="Binding">Null when it is removed from that day on.</param>
internal sealed record BindingVersion(string BindingId, DateOnly EffectiveFrom, Binding? Binding);

/// <summary>Bindings over time: rows of <c>registry.billing_script_bindings</c>.</summary>
internal sealed class BindingStore([FromKeyedServices(RegistryModule.ServiceName)] NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>A tenant's own history, without the shared bindings.</summary>
    public async Task<IReadOnlyList<BindingVersion>> HistoryAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        return await HistoryAsync(transaction, cancellationToken);
    }

    /// <summary>Changes a tenant's bindings under a lock: <paramref name="decide"/> sees the history and returns the row to write, or throws.</summary>
    public async Task ChangeAsync(string tenantId, Func<IReadOnlyList<BindingVersion>, BindingVersion> decide, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('registry.bindings ' || @tenantId, 0))", new { tenantId }, transaction.Transaction, cancellationToken: cancellationToken));
        var row = decide(await HistoryAsync(transaction, cancellationToken));
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into registry.billing_script_bindings (tenant_id, binding_id, effective_from, is_removed, binding, recorded_at)
            values (@TenantId, @BindingId, @EffectiveFrom, @IsRemoved, @Binding, @RecordedAt)
            on conflict (tenant_id, binding_id, effective_from) do update
            set is_removed = excluded.is_removed, binding = excluded.binding, recorded_at = excluded.recorded_at
            """,
            new
            {
                TenantId = tenantId,
                row.BindingId,
                row.EffectiveFrom,
                IsRemoved = row.Binding is null,
                Binding = row.Binding is { } binding ? Jsonb.From(binding, BillingJson.Default.Binding) : (Jsonb?)null,
                RecordedAt = time.GetUtcNow(),
            },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<BindingVersion>> HistoryAsync(TenantTransaction transaction, CancellationToken cancellationToken)
    {
        var rows = await transaction.Connection.QueryAsync<Row>(new CommandDefinition(
            "select binding_id, effective_from, binding from registry.billing_script_bindings where tenant_id = @TenantId order by binding_id, effective_from",
            new { transaction.TenantId },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => new BindingVersion(row.BindingId, row.EffectiveFrom, row.Binding?.To(BillingJson.Default.Binding)))];
    }

    private sealed record Row(string BindingId, DateOnly EffectiveFrom, Jsonb? Binding);
}
