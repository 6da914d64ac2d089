using Billing.Contracts;
using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Registry;

/// <summary>Published module versions: rows of <c>registry.billing_scripts</c>. A tenant sees its own and the shared ones.</summary>
internal sealed class ModuleStore([FromKeyedServices(RegistryModule.ServiceName)] NpgsqlDataSource dataSource)
{
    private const string Columns = "manifest, hash, size_bytes, published_at, tenant_id";

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<ModuleView>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var rows = await transaction.Connection.QueryAsync<Row>(new CommandDefinition(
            $"select {Columns} from registry.billing_scripts order by published_at, module_id, version", transaction: transaction.Transaction, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToView())];
    }

    public async Task<ModuleView?> FindAsync(string tenantId, string moduleId, string version, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var row = await transaction.Connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            $"select {Columns} from registry.billing_scripts where module_id = @moduleId and version = @version",
            new { moduleId, version },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        return row?.ToView();
    }

    /// <summary>Whether a first-party module has this id, in whatever version.</summary>
    public async Task<bool> IsSharedAsync(string moduleId, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(SnapshotTenants.Shared, cancellationToken);
        return await transaction.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from registry.billing_scripts where module_id = @moduleId)", new { moduleId }, transaction.Transaction, cancellationToken: cancellationToken));
    }

    /// <summary>False when the version is published already, whatever its content.</summary>
    public async Task<bool> TryAddAsync(string tenantId, ModuleView module, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var added = await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into registry.billing_scripts (tenant_id, module_id, version, hash, manifest, size_bytes, published_at)
            values (@TenantId, @ModuleId, @Version, @Hash, @Manifest, @SizeBytes, @PublishedAt)
            on conflict do nothing
            """,
            new
            {
                TenantId = tenantId,
                module.Manifest.ModuleId,
                module.Manifest.Version,
                module.Hash,
                Manifest = Jsonb.From(module.Manifest, BillingJson.Default.ModuleManifest),
                module.SizeBytes,
                module.PublishedAt,
            },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return added == 1;
    }

    private sealed record Row(Jsonb Manifest, string Hash, int SizeBytes, DateTimeOffset PublishedAt, string TenantId)
    {
        public ModuleView ToView() => new(
            Manifest.To(BillingJson.Default.ModuleManifest), Hash, SizeBytes, PublishedAt, string.Equals(TenantId, SnapshotTenants.Shared, StringComparison.Ordinal) ? null : TenantId);
    }
}
