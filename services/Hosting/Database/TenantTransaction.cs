using System.Data;
using Npgsql;

namespace Billing.Hosting;

/// <summary>
/// One connection and one transaction in which row-level security shows exactly one tenant's rows (or all of them, for the system's own work).
/// Disposing without <see cref="CommitAsync"/> rolls back. Nothing is published before the commit has returned.
/// </summary>
public sealed class TenantTransaction : IAsyncDisposable
{
    internal const string AllTenants = "*";

    private TenantTransaction(string tenantId, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        TenantId = tenantId;
        Connection = connection;
        Transaction = transaction;
    }

    /// <summary><c>*</c> for work across tenants.</summary>
    public string TenantId { get; }

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    public Task CommitAsync(CancellationToken cancellationToken = default) => Transaction.CommitAsync(cancellationToken);

    public Task RollbackAsync(CancellationToken cancellationToken = default) => Transaction.RollbackAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    internal static async Task<TenantTransaction> OpenAsync(NpgsqlDataSource dataSource, string tenantId, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);

            // BEGIN travels with this first command: one round trip for both.
            await using var command = new NpgsqlCommand("select set_config('billing.tenant', $1, true)", connection, transaction);
            command.Parameters.Add(new() { Value = tenantId });
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new(tenantId, connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>How a service's data source is used: always inside a tenant's transaction.</summary>
public static class TenantTransactions
{
    /// <summary>A transaction that sees and writes one tenant's rows.</summary>
    public static Task<TenantTransaction> BeginAsync(
        this NpgsqlDataSource dataSource, string tenantId, CancellationToken cancellationToken, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenantId);
        if (string.Equals(tenantId, TenantTransaction.AllTenants, StringComparison.Ordinal))
            throw new ArgumentException("'*' is not a tenant; BeginSystemAsync is for work across tenants.", nameof(tenantId));
        return TenantTransaction.OpenAsync(dataSource, tenantId, isolation, cancellationToken);
    }

    /// <summary>A transaction that sees all tenants: the dispatcher, the sweeper. Never for a request of a tenant.</summary>
    public static Task<TenantTransaction> BeginSystemAsync(
        this NpgsqlDataSource dataSource, CancellationToken cancellationToken, IsolationLevel isolation = IsolationLevel.ReadCommitted) =>
        TenantTransaction.OpenAsync(dataSource, TenantTransaction.AllTenants, isolation, cancellationToken);
}
