namespace Billing.Hosting;

/// <summary>
/// Content-addressed store of documents by (tenant, SHA-256): inputs, charge sets, pipelines, invoice documents, module bytes. Compressed; writing what is there is a no-op
/// that refreshes its month of last reference. The only way to the <c>snapshots</c> schema.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>Null when there is no such snapshot.</summary>
    Task<byte[]?> FindAsync(string tenantId, string digest, CancellationToken cancellationToken);

    /// <summary>All of them, by digest, in one query. Throws <see cref="SnapshotMissingException"/> naming the first that is not there.</summary>
    Task<IReadOnlyDictionary<string, byte[]>> GetManyAsync(string tenantId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken);

    /// <summary>Stores all of them in one statement, in digest order (so that two writers cannot deadlock). Safe to repeat.</summary>
    Task PutManyAsync(string tenantId, IReadOnlyCollection<Snapshot> snapshots, CancellationToken cancellationToken);
}

/// <param name="Digest">SHA-256 of <paramref name="Content"/>, lower-case hex.</param>
/// <param name="Kind"><c>input</c>, <c>charge_set</c>, <c>pipeline</c>, <c>invoice</c>, <c>module</c>.</param>
public sealed record Snapshot(string Digest, string Kind, ReadOnlyMemory<byte> Content);

/// <summary>Tenant id of what all tenants share: first-party module bytes.</summary>
public static class SnapshotTenants
{
    public const string Shared = "shared";
}

/// <summary>Error <c>snapshot.missing</c>.</summary>
public sealed class SnapshotMissingException(string tenantId, string digest)
    : Exception($"Snapshot {digest} of tenant {tenantId} is not in the store.")
{
    public string TenantId { get; } = tenantId;

    public string Digest { get; } = digest;
}
