using Billing.Hosting;
using Billing.Rating;

namespace Billing.Executor.RateBatches;

/// <summary>Module bytes from the snapshot store: the tenant's own, else those all tenants share.</summary>
internal sealed class SnapshotModuleBytes(ISnapshotStore snapshots) : IModuleBytes
{
    public async ValueTask<ReadOnlyMemory<byte>> GetAsync(string tenantId, string hash, CancellationToken cancellationToken) =>
        await snapshots.FindAsync(tenantId, hash, cancellationToken)
        ?? await snapshots.FindAsync(SnapshotTenants.Shared, hash, cancellationToken)
        ?? throw new KeyNotFoundException($"Neither tenant {tenantId} nor the shared store has a module with hash {hash}.");
}
