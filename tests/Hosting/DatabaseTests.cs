using Billing.Contracts;
using Billing.Tests.Support;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Billing.Hosting.Tests;

[TestFixture]
internal sealed class DatabaseTests
{
    private const string Notes = """
        create table notes (tenant_id text not null, note text not null, written_on date, written_at timestamptz, extra jsonb, primary key (tenant_id, note));
        alter table notes enable row level security;
        alter table notes force row level security;
        create policy tenant on notes using (tenant_id = current_setting('billing.tenant', true) or current_setting('billing.tenant', true) = '*');
        """;

    private TestDatabase _database = null!;
    private NpgsqlDataSource _owner = null!;
    private NpgsqlDataSource _app = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _owner = NpgsqlDataSource.Create(_database.ConnectionString);
        _app = DataSources.Create(_database.ConnectionString, "probe");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _app.DisposeAsync();
        await _owner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_tenant_sees_only_its_own_rows_and_the_system_sees_all()
    {
        await MigrateAsync(Migration.Create("0001-notes.sql", Notes));
        await WriteAsync("acme", "of acme");
        await WriteAsync("globex", "of globex");

        (await ReadAsync("acme")).ShouldBe(["of acme"]);
        (await ReadAsync("globex")).ShouldBe(["of globex"]);
        await using var system = await _app.BeginSystemAsync(CancellationToken.None);
        (await system.Connection.QueryAsync<string>("select note from probe.notes order by note")).ShouldBe(["of acme", "of globex"]);
    }

    [Test]
    public async Task A_tenant_cannot_write_another_tenants_row()
    {
        await MigrateAsync(Migration.Create("0001-notes.sql", Notes));
        await using var transaction = await _app.BeginAsync("acme", CancellationToken.None);

        var error = await Should.ThrowAsync<PostgresException>(() =>
            transaction.Connection.ExecuteAsync("insert into probe.notes (tenant_id, note) values ('globex', 'smuggled')", transaction: transaction.Transaction));

        error.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Test]
    public async Task A_connection_without_a_tenant_sees_nothing_and_works_under_the_services_role()
    {
        await MigrateAsync(Migration.Create("0001-notes.sql", Notes));
        await WriteAsync("acme", "of acme");
        for (var use = 1; use <= 2; use++)
        {
            // The second time the connection comes from the pool, reset.
            await using var connection = await _app.OpenConnectionAsync();
            (await connection.ExecuteScalarAsync<long>("select count(*) from probe.notes")).ShouldBe(0);
            (await connection.ExecuteScalarAsync<string>("select current_user::text")).ShouldBe("billing_probe");
        }
    }

    [Test]
    public async Task A_service_cannot_change_its_own_schema_nor_reach_anothers()
    {
        await MigrateAsync(Migration.Create("0001-notes.sql", Notes));
        await new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(_owner, "billing_test_login", [new("other", [Migration.Create("0001-notes.sql", Notes)])], CancellationToken.None);
        await using var connection = await _app.OpenConnectionAsync();

        (await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync("alter table probe.notes disable row level security"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync("select * from other.notes"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Test]
    public async Task A_rolled_back_transaction_leaves_nothing()
    {
        await MigrateAsync(Migration.Create("0001-notes.sql", Notes));
        await using (var transaction = await _app.BeginAsync("acme", CancellationToken.None))
            await transaction.Connection.ExecuteAsync("insert into probe.notes (tenant_id, note) values ('acme', 'x')", transaction: transaction.Transaction);

        (await ReadAsync("acme")).ShouldBeEmpty();
    }

    [TestCase("*")]
    [TestCase("")]
    public async Task A_tenants_transaction_needs_a_tenant(string tenant) =>
        await Should.ThrowAsync<ArgumentException>(() => _app.BeginAsync(tenant, CancellationToken.None));

    [Test]
    public async Task Migrations_run_once_and_new_ones_follow()
    {
        var first = Migration.Create("0001-notes.sql", Notes);
        await MigrateAsync(first);
        await MigrateAsync(first);
        await MigrateAsync(first, Migration.Create("0002-more.sql", "alter table notes add column more text;"));

        (await _database.QueryAsync<(int, string)>("select number, name from probe.migrations order by number")).ShouldBe([(1, "notes"), (2, "more")]);
    }

    [Test]
    public async Task A_migration_that_changed_after_it_was_applied_is_refused()
    {
        await MigrateAsync(Migration.Create("0001-notes.sql", Notes));

        var error = (await Should.ThrowAsync<BillingException>(() => MigrateAsync(Migration.Create("0001-notes.sql", Notes + "\n-- changed")))).Error;

        error.ShouldBe(new BillingError(
            "migration.changed",
            "Migration 0001-notes.sql of schema probe was applied with another content than this build has.",
            "Put the file back as it was and write the change as a new migration.",
            "probe"));
    }

    [Test]
    public void Line_ends_do_not_change_a_migration() =>
        Migration.Create("0001-a.sql", "select 1;\r\nselect 2;\r\n").Checksum.ShouldBe(Migration.Create("0001-a.sql", "select 1;\nselect 2;\n").Checksum);

    [Test]
    public async Task A_migration_that_fails_leaves_nothing_and_can_be_mended()
    {
        var error = (await Should.ThrowAsync<BillingException>(() => MigrateAsync(Migration.Create("0001-notes.sql", Notes + "create table broken (;")))).Error;
        error.Code.ShouldBe("migration.failed");
        error.Message.ShouldStartWith("Migration 0001-notes.sql of schema probe failed: syntax error");

        await MigrateAsync(Migration.Create("0001-notes.sql", Notes));

        (await ReadAsync("acme")).ShouldBeEmpty();
    }

    [Test]
    public async Task Several_processes_may_migrate_at_once()
    {
        var migration = Migration.Create("0001-notes.sql", Notes);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => MigrateAsync(migration)));

        (await _database.ScalarAsync<long>("select count(*) from probe.migrations")).ShouldBe(1);
    }

    [Test]
    public async Task Dates_instants_and_documents_come_back_as_they_were()
    {
        await MigrateAsync(Migration.Create("0001-notes.sql", Notes));
        var note = new Note("n", new(2025, 2, 28), new(2025, 3, 1, 9, 30, 0, TimeSpan.FromHours(2)), new("""{"a": 1}"""));
        await using var transaction = await _app.BeginAsync("acme", CancellationToken.None);
        await transaction.Connection.ExecuteAsync(
            "insert into probe.notes (tenant_id, note, written_on, written_at, extra) values ('acme', @Text, @WrittenOn, @WrittenAt, @Extra)", note, transaction.Transaction);

        var read = await transaction.Connection.QuerySingleAsync<Note>("select note as text, written_on, written_at, extra from probe.notes", transaction: transaction.Transaction);

        read.ShouldBe(note with { WrittenAt = new(2025, 3, 1, 7, 30, 0, TimeSpan.Zero) });
    }

    private Task MigrateAsync(params Migration[] migrations) =>
        new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(_owner, "billing_test_login", [new("probe", migrations)], CancellationToken.None);

    private async Task WriteAsync(string tenant, string note)
    {
        await using var transaction = await _app.BeginAsync(tenant, CancellationToken.None);
        await transaction.Connection.ExecuteAsync("insert into probe.notes (tenant_id, note) values (@tenant, @note)", new { tenant, note }, transaction.Transaction);
        await transaction.CommitAsync();
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string tenant)
    {
        await using var transaction = await _app.BeginAsync(tenant, CancellationToken.None);
        return [.. await transaction.Connection.QueryAsync<string>("select note from probe.notes order by note", transaction: transaction.Transaction)];
    }

    private sealed record Note(string Text, DateOnly WrittenOn, DateTimeOffset WrittenAt, Jsonb Extra);
}
