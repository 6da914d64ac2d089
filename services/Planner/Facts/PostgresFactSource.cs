using System.Data;
using Billing.Contracts;
using Billing.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner.Facts;

/// <summary>Reads fact sources that are schemas of the service's own database: its own tables, or views onto another system's.</summary>
public sealed class PostgresFactSource([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, FactSources sources) : IFactSource
{
    public async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> DescribeAsync(string source, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginSystemAsync(cancellationToken);
        return await DescribeAsync(transaction.Connection, sources.SchemaOf(source), cancellationToken);
    }

    public async Task<IReadOnlyList<PackRows>> ReadAsync(FactQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var schema = sources.SchemaOf(query.Source);
        await using var transaction = await dataSource.BeginAsync(query.TenantId, cancellationToken, IsolationLevel.RepeatableRead);
        var shape = await DescribeAsync(transaction.Connection, schema, cancellationToken);
        var packs = new List<PackRows>(query.Tables.Count);
        foreach (var table in query.Tables)
        {
            if (shape.TryGetValue(table.Name, out var columns))
                packs.Add(await ReadPackAsync(transaction.Connection, schema, table, columns, query, cancellationToken));
        }

        return packs;
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> DescribeAsync(
        NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """
            select c.relname, a.attname
            from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_attribute a on a.attrelid = c.oid
            where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
            """;
        command.Parameters.Add(new() { Value = schema });
        var tables = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var table = reader.GetString(0);
            if (!tables.TryGetValue(table, out var columns))
                tables.Add(table, columns = new HashSet<string>(StringComparer.Ordinal));
            ((HashSet<string>)columns).Add(reader.GetString(1));
        }

        return tables;
    }

    private static async Task<PackRows> ReadPackAsync(
        NpgsqlConnection connection, string schema, FactTable table, IReadOnlySet<string> columns, FactQuery query, CancellationToken cancellationToken)
    {
        var fields = table.Fields.Where(field => columns.Contains(field.Name)).ToList();
        var rows = new PackRows(table, query.Companies.Select(company => company.CompanyId));
        await using var command = connection.CreateCommand();
        command.CommandText = Sql(schema, table, fields, columns.Contains(FactTable.Extra));
        command.Parameters.AddWithValue("tenant", query.TenantId);
        command.Parameters.AddWithValue("companies", query.Companies.Select(company => company.CompanyId).ToArray());
        if (table.Pack.DateField is not null)
        {
            command.Parameters.AddWithValue("starts", query.Companies.Select(company => company.Dates.Start).ToArray());
            command.Parameters.AddWithValue("ends", query.Companies.Select(company => company.Dates.End).ToArray());
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var extra = columns.Contains(FactTable.Extra) ? fields.Count + 1 : (int?)null;
        using var writer = new FactRowWriter(rows.Buffer, fields, firstOrdinal: 1, extra);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(reader.IsDBNull(0) ? null : reader.GetString(0), writer, reader);
        return rows;
    }

    /// <summary>One query for all companies. Identifiers are the catalog's and the configured schema; casts let views have the types of the system they look into.</summary>
    internal static string Sql(string schema, FactTable table, IReadOnlyList<FactField> fields, bool hasExtra)
    {
        var projection = fields.Select(field => $", p.{FactTable.Quote(field.Name)}::{FactTable.SqlType(field.Type)}");
        var order = (table.Pack.Order ?? []).Concat(table.Pack.Key).Select(name => OrderOf(table, name));
        var from = $"{FactTable.Quote(schema)}.{FactTable.Quote(table.Name)} p";
        var shared = table.IsOwnedByCompany ? "" : " or p.company_id is null";
        var where = $"p.tenant_id::text = @tenant and (p.company_id::text = any(@companies){shared})";
        if (table.Pack.DateField is { } date)
        {
            // Each company has its own window: what a company's input holds does not depend on who else is in its batch.
            var field = $"p.{FactTable.Quote(date)}";
            var (starts, ends) = table.Fields.First(known => string.Equals(known.Name, date, StringComparison.Ordinal)).Type is FactType.Instant
                ? ("(w.starts::timestamp at time zone 'UTC')", "(w.ends::timestamp at time zone 'UTC')")
                : ("w.starts", "w.ends");
            from += "\njoin unnest(@companies, @starts, @ends) as w(company_id, starts, ends) on p.company_id::text = w.company_id";
            where += $" and {field} >= {starts} and {field} < {ends}";
        }

        return $"""
            select p.company_id::text{string.Concat(projection)}{(hasExtra ? ", p.extra::text" : "")}
            from {from}
            where {where}
            order by {string.Join(", ", order)}, p.company_id nulls first
            """;
    }

    private static string OrderOf(FactTable table, string name)
    {
        var field = table.Fields.First(field => string.Equals(field.Name, name, StringComparison.Ordinal));
        var column = $"p.{FactTable.Quote(name)}::{FactTable.SqlType(field.Type)}";
        return field.Type is FactType.Text ? column + " collate \"C\" nulls first" : column + " nulls first";
    }
}
