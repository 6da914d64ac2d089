using Billing.Contracts;
using Billing.Planner.Facts;
using Billing.Rating;
using Billing.Tests.Support;

namespace Billing.Planner.Tests.Facts;

[TestFixture]
internal sealed class FactTablesTests
{
    private TestDatabase _database = null!;
    private PlannerHost _planner = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task The_database_has_a_column_of_the_right_type_for_every_field_of_the_catalog()
    {
        var columns = (await _database.QueryAsync<(string Table, string Column, string Type, bool NotNull)>(
            """
            select c.relname, a.attname, format_type(a.atttypid, null), a.attnotnull
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'facts'::regnamespace and c.relkind = 'r' and a.attnum > 0
            """)).ToLookup(column => column.Table, column => (column.Column, column.Type, column.NotNull), StringComparer.Ordinal);

        foreach (var table in new FactTables(Catalogs.Facts).All)
        {
            var expected = table.OwnFields
                .Select(field => (field.Name, SqlName(field.Type), !field.Nullable))
                .Append(("tenant_id", "text", true))
                .Append(("company_id", "text", table.IsOwnedByCompany))
                .Append(("extra", "jsonb", false));
            columns[table.Name].Order().ShouldBe(expected.Order(), table.Name);
        }
    }

    [Test]
    public async Task Every_table_shows_a_tenant_its_own_rows_only() =>
        (await _database.QueryAsync<string>(
            """
            select format('%s.%s', n.nspname, c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('facts', 'planner') and c.relkind = 'r' and c.relname <> 'migrations'
                and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
            """)).ShouldBeEmpty();

    private static string SqlName(FactType type) => FactTable.SqlType(type) is "timestamptz" ? "timestamp with time zone" : FactTable.SqlType(type);
}
