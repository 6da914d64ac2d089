using Dapper;
using Npgsql;

namespace Billing.Tests.Support;

/// <summary>A database of a fixture's own, dropped at the end. Its login is what production has: the database's owner with CREATEROLE, no superuser.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Login = "billing_test_login";
    private const string Password = "billing-test";
    private readonly string _server;
    private readonly string _name;

    private TestDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, Username = Login, Password = Password, Pooling = true }.ConnectionString;
        SuperuserConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString;
    }

    /// <summary>For <c>BILLING_DATABASE</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>Sees everything: for what a test asserts about rows, never for the code under test.</summary>
    public string SuperuserConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var server = await TestServers.DatabaseAsync();
        var name = $"billing_test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.ExecuteAsync(
            $"""
            do $do$
            begin
                create role {Login} login createrole password '{Password}';
            exception when duplicate_object or unique_violation then null;
            end $do$
            """);
        await connection.ExecuteAsync($"create database {name} owner {Login}");
        return new(server, name);
    }

    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(SuperuserConnectionString);
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(SuperuserConnectionString);
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(SuperuserConnectionString);
        await connection.ExecuteAsync(sql, parameters);
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.ExecuteAsync($"drop database if exists {_name} with (force)");
    }
}
