using Billing.Contracts;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Billing.Hosting;

/// <summary>A schema and the migrations that make it. Its roles are <c>billing_SCHEMA_owner</c> (owns, migrates) and <c>billing_SCHEMA</c> (the service at work).</summary>
public sealed record ServiceSchema(string Name, IReadOnlyList<Migration> Migrations);

/// <summary>
/// Brings schemas to this build's version, each migration in its own transaction, all under one advisory lock: any number of processes may start at once.
/// Errors: <c>migration.changed</c>, <c>migration.failed</c>, <c>database.refused</c>.
/// </summary>
public sealed partial class Migrator(ILogger<Migrator> logger)
{
    private const long LockKey = 0x62696C6C696E67; // "billing" in ASCII

    /// <param name="owner">Connections of the login that may create roles and schemas.</param>
    /// <param name="login">The login the services work with; it becomes a member of every service's role.</param>
    public async Task MigrateAsync(NpgsqlDataSource owner, string login, IReadOnlyList<ServiceSchema> schemas, CancellationToken cancellationToken)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@LockKey)", new { LockKey }, commandTimeout: 0, cancellationToken: cancellationToken));
        foreach (var schema in schemas)
        {
            await ServiceRoles.EnsureAsync(connection, schema.Name, login, cancellationToken);
            await MigrateAsync(connection, schema, cancellationToken);
        }

        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_unlock(@LockKey)", new { LockKey }, cancellationToken: cancellationToken));
    }

    private async Task MigrateAsync(NpgsqlConnection connection, ServiceSchema schema, CancellationToken cancellationToken)
    {
        var applied = (await connection.QueryAsync<(int Number, string Checksum)>(new CommandDefinition(
            $"select number, checksum from {schema.Name}.migrations order by number", cancellationToken: cancellationToken))).ToDictionary(row => row.Number, row => row.Checksum);
        foreach (var migration in schema.Migrations)
        {
            if (!applied.TryGetValue(migration.Number, out var checksum))
                await ApplyAsync(connection, schema.Name, migration, cancellationToken);
            else if (!string.Equals(checksum, migration.Checksum, StringComparison.Ordinal))
                throw Changed(schema.Name, migration);
        }

        var newest = schema.Migrations.Count == 0 ? 0 : schema.Migrations[^1].Number;
        if (applied.Keys.DefaultIfEmpty().Max() is var ahead && ahead > newest)
            LogDatabaseAhead(schema.Name, ahead, newest);
    }

    private async Task ApplyAsync(NpgsqlConnection connection, string schema, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                set local role {ServiceRoles.OwnerOf(schema)};
                set local search_path to {schema}, public;
                set local "billing.tenant" to '*';
                """,
                transaction: transaction,
                cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition(migration.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition(
                $"insert into {schema}.migrations (number, name, checksum) values (@Number, @Name, @Checksum)",
                migration,
                transaction,
                cancellationToken: cancellationToken));
        }
        catch (PostgresException error)
        {
            throw new BillingException(
                new(
                    ErrorCodes.MigrationFailed,
                    $"Migration {migration.FileName} of schema {schema} failed: {error.MessageText} ({error.SqlState}).",
                    "Nothing of it was kept; mend its cause and start again.",
                    schema),
                500,
                error);
        }

        await transaction.CommitAsync(cancellationToken);
        LogApplied(schema, migration.Number, migration.Name);
    }

    private static BillingException Changed(string schema, Migration migration) => new(
        new(
            ErrorCodes.MigrationChanged,
            $"Migration {migration.FileName} of schema {schema} was applied with another content than this build has.",
            "Put the file back as it was and write the change as a new migration.",
            schema),
        500);

    [LoggerMessage(EventName = "migration.applied", Level = LogLevel.Information, Message = "Applied migration {Number:0000}-{Name} to schema {Schema}")]
    private partial void LogApplied(string schema, int number, string name);

    [LoggerMessage(EventName = "migration.database_ahead", Level = LogLevel.Warning, Message = "Schema {Schema} is at migration {Ahead:0000}, newer than this build's {Newest:0000}")]
    private partial void LogDatabaseAhead(string schema, int ahead, int newest);
}
