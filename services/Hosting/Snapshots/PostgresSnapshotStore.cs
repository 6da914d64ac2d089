using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Billing.Hosting;

/// <summary>
/// Snapshots in schema <c>snapshots</c>, partitioned by month of last reference. What was written or read lately is kept in memory, whole and bounded by bytes:
/// in one process a document is mostly read by the service after the one that wrote it. Callers must not change the arrays they get.
/// </summary>
public sealed class PostgresSnapshotStore([FromKeyedServices(PostgresSnapshotStore.Schema)] NpgsqlDataSource dataSource, TimeProvider time) : ISnapshotStore, IDisposable
{
    public const string Schema = "snapshots";

    private readonly SnapshotCache _cache = new(64 << 20);
    private readonly SemaphoreSlim _monthLock = new(1, 1);
    private DateOnly _ensuredMonth;

    public async Task<byte[]?> FindAsync(string tenantId, string digest, CancellationToken cancellationToken)
    {
        var found = await FindManyAsync(tenantId, [digest], cancellationToken);
        return found.GetValueOrDefault(digest);
    }

    public async Task<IReadOnlyDictionary<string, byte[]>> GetManyAsync(string tenantId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken)
    {
        var found = await FindManyAsync(tenantId, digests, cancellationToken);
        foreach (var digest in digests)
        {
            if (!found.ContainsKey(digest))
                throw new SnapshotMissingException(tenantId, digest);
        }

        return found;
    }

    public async Task PutManyAsync(string tenantId, IReadOnlyCollection<Snapshot> snapshots, CancellationToken cancellationToken)
    {
        var month = Month();
        var fresh = snapshots
            .DistinctBy(snapshot => snapshot.Digest, StringComparer.Ordinal)
            .Where(snapshot => !_cache.WasWritten(tenantId, snapshot.Digest, month))
            .OrderBy(snapshot => snapshot.Digest, StringComparer.Ordinal)
            .Select(snapshot => (Snapshot: snapshot, Digest: Verified(snapshot), Encoded: SnapshotEncoding.Encode(snapshot.Content)))
            .ToList();
        if (fresh.Count == 0)
            return;

        await EnsureMonthAsync(month, cancellationToken);
        await using (var transaction = await dataSource.BeginAsync(tenantId, cancellationToken))
        {
            await using var command = new NpgsqlCommand(
                """
                insert into snapshots.blobs (tenant_id, digest, month, kind, size_bytes, encoding, content)
                select $1, digest, $2, kind, size_bytes, encoding, content
                from unnest($3::bytea[], $4::text[], $5::int[], $6::smallint[], $7::bytea[]) as new (digest, kind, size_bytes, encoding, content)
                on conflict do nothing
                """,
                transaction.Connection,
                transaction.Transaction);
            command.Parameters.Add(new() { Value = tenantId });
            command.Parameters.Add(new() { Value = month });
            command.Parameters.Add(new() { Value = fresh.ConvertAll(blob => blob.Digest), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
            command.Parameters.Add(new() { Value = fresh.ConvertAll(blob => blob.Snapshot.Kind) });
            command.Parameters.Add(new() { Value = fresh.ConvertAll(blob => blob.Snapshot.Content.Length) });
            command.Parameters.Add(new() { Value = fresh.ConvertAll(blob => blob.Encoded.Encoding) });
            command.Parameters.Add(new() { Value = fresh.ConvertAll(blob => blob.Encoded.Bytes), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
            await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var (snapshot, _, encoded) in fresh)
        {
            _cache.Add(tenantId, snapshot.Digest, snapshot.Content.ToArray(), month);
            BillingTelemetry.SnapshotBytes.Add(encoded.Bytes.Length, new("kind", snapshot.Kind), new("direction", "written"));
        }
    }

    public void Dispose() => _monthLock.Dispose();

    private async Task<Dictionary<string, byte[]>> FindManyAsync(string tenantId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, byte[]>(digests.Count, StringComparer.Ordinal);
        var missing = new List<byte[]>();
        foreach (var digest in digests.Distinct(StringComparer.Ordinal))
        {
            if (_cache.TryGet(tenantId, digest, out var content))
                found.Add(digest, content);
            else
                missing.Add(Convert.FromHexString(digest));
        }

        BillingTelemetry.CacheLookups.Add(found.Count, new("cache", Schema), new("hit", true));
        BillingTelemetry.CacheLookups.Add(missing.Count, new("cache", Schema), new("hit", false));
        if (missing.Count == 0)
            return found;

        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        await using var command = new NpgsqlCommand(
            "select distinct on (digest) digest, kind, size_bytes, encoding, content from snapshots.blobs where tenant_id = $1 and digest = any ($2) order by digest, month desc",
            transaction.Connection,
            transaction.Transaction);
        command.Parameters.Add(new() { Value = tenantId });
        command.Parameters.Add(new() { Value = missing, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var digest = Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(0));
            var encoded = reader.GetFieldValue<byte[]>(4);
            var content = SnapshotEncoding.Decode(new(reader.GetInt16(3), encoded), reader.GetInt32(2));
            BillingTelemetry.SnapshotBytes.Add(encoded.Length, new("kind", reader.GetString(1)), new("direction", "read"));
            _cache.Add(tenantId, digest, content, null);
            found.Add(digest, content);
        }

        return found;
    }

    /// <summary>A snapshot under another content's digest would poison everything keyed by it.</summary>
    private static byte[] Verified(Snapshot snapshot)
    {
        var digest = SHA256.HashData(snapshot.Content.Span);
        return string.Equals(Convert.ToHexStringLower(digest), snapshot.Digest, StringComparison.Ordinal)
            ? digest
            : throw new ArgumentException($"The digest {snapshot.Digest} is not that of the {snapshot.Kind} it should name.", nameof(snapshot));
    }

    private DateOnly Month()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return new(today.Year, today.Month, 1);
    }

    private async Task EnsureMonthAsync(DateOnly month, CancellationToken cancellationToken)
    {
        if (_ensuredMonth == month)
            return;
        await _monthLock.WaitAsync(cancellationToken);
        try
        {
            if (_ensuredMonth == month)
                return;
            await using var command = dataSource.CreateCommand("select snapshots.ensure_month($1)");
            command.Parameters.Add(new() { Value = month });
            await command.ExecuteNonQueryAsync(cancellationToken);
            _ensuredMonth = month;
        }
        finally
        {
            _monthLock.Release();
        }
    }
}
