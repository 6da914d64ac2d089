using System.Text.RegularExpressions;
using Billing.Contracts;
using Dapper;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Billing.Hosting;

/// <summary>
/// Two roles a service, neither of which logs in: the owner of its schema, and the role its connections work under, which row-level security binds.
/// One login serves all of them: a connection takes its role as a start-up option, so that a pooled connection returned and reset is in it again.
/// </summary>
internal static partial class ServiceRoles
{
    /// <summary>Roles belong to the whole cluster: two databases set up at once may collide on the same catalog row, and the second simply tries again.</summary>
    private static readonly ResiliencePipeline Collisions = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<PostgresException>(error => error.SqlState is "XX000" or "23505" or "42710"),
            MaxRetryAttempts = 20,
            Delay = TimeSpan.FromMilliseconds(50),
            UseJitter = true,
        })
        .Build();

    public static string OwnerOf(string schema) => $"billing_{Checked(schema)}_owner";

    public static string AppOf(string schema) => $"billing_{Checked(schema)}";

    /// <summary>Creates what is missing of roles, schema, privileges and the table of applied migrations.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, string schema, string login, CancellationToken cancellationToken)
    {
        var database = Quoted(connection.Database);
        var (owner, app) = (OwnerOf(schema), AppOf(schema));
        var sql = $"""
            do $do$
            begin
                if not exists (select from pg_roles where rolname = '{owner}') then create role {owner} nologin; end if;
                if not exists (select from pg_roles where rolname = '{app}') then create role {app} nologin; end if;
                if not pg_has_role(current_user, '{owner}', 'member') then execute format('grant {owner} to %I', current_user); end if;
                if not pg_has_role({Literal(login)}, '{app}', 'member') then grant {app} to {Quoted(login)}; end if;
                if not has_database_privilege('{owner}', current_database(), 'create') then grant create on database {database} to {owner}; end if;
                if not exists (select from pg_namespace where nspname = '{schema}') then create schema {schema} authorization {owner}; end if;
                if to_regclass('{schema}.migrations') is null then
                    set local role {owner};
                    create table {schema}.migrations (
                        number integer primary key,
                        name text not null,
                        checksum text not null,
                        applied_at timestamptz not null default clock_timestamp());
                    grant usage on schema {schema} to {app};
                    alter default privileges for role {owner} grant usage on schemas to {app};
                    alter default privileges for role {owner} grant select, insert, update, delete on tables to {app};
                    alter default privileges for role {owner} grant usage on sequences to {app};
                end if;
            end $do$
            """;
        try
        {
            await Collisions.ExecuteAsync(async token => await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: token)), cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new BillingException(
                new(
                    ErrorCodes.DatabaseRefused,
                    $"The login of {BillingSettings.DatabaseOwnerVariable} may not set up schema {schema}: {error.MessageText}.",
                    "Give a login that owns the database and has CREATEROLE.",
                    BillingSettings.DatabaseOwnerVariable),
                500,
                error);
        }
    }

    private static string Checked(string schema) =>
        Identifier().IsMatch(schema) ? schema : throw new ArgumentException($"'{schema}' is not a schema's name: lower-case letters, digits and underscores.", nameof(schema));

    private static string Quoted(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^[a-z][a-z0-9_]{0,40}$", RegexOptions.None, 1000)]
    private static partial Regex Identifier();
}
