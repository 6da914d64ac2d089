using System.Globalization;
using Billing.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Billing.Hosting;

/// <summary>First thing a host does: wait until the database is there, then migrate. Nothing else of the host runs before.</summary>
internal sealed partial class DatabaseStartup(
    BillingSettings settings, IReadOnlyList<ServiceSchema> schemas, Migrator migrator, StartupWait wait, ILogger<DatabaseStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        DapperTypes.Register();
        var login = await wait.UntilAsync(Describe(settings.Database, BillingSettings.DatabaseVariable), LoginAsync, cancellationToken);
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.DatabaseOwner) { Pooling = false, ApplicationName = "billing-migrations" });
        await wait.UntilAsync(
            Describe(settings.DatabaseOwner, BillingSettings.DatabaseOwnerVariable),
            async token =>
            {
                await migrator.MigrateAsync(owner, login, schemas, token);
                return login;
            },
            cancellationToken);
        LogReady(schemas.Count, login);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string> LoginAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(settings.Database) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select session_user::text", connection);
            return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName)
        {
            var place = Describe(settings.Database, BillingSettings.DatabaseVariable);
            throw new BillingException(
                new(ErrorCodes.DatabaseRefused, $"{place.What} at {place.Address} refused the connection of {place.Variable}: {error.MessageText}.", "Check database, user name and password.", place.Variable),
                500,
                error);
        }
    }

    private static StartupDependency Describe(string connectionString, string variable)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return new("PostgreSQL", string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}"), variable);
    }

    [LoggerMessage(EventName = "database.ready", Level = LogLevel.Information, Message = "Database is ready: {Schemas} schemas, login {Login}")]
    private partial void LogReady(int schemas, string login);
}
