using Billing.Contracts;
using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner.Facts;

/// <summary>How many rows of each pack a tenant has in the system's own fact source.</summary>
public sealed class FactCounts([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource, FactTables tables)
{
    /// <summary>All packs of the catalog by name, empty ones included.</summary>
    public async Task<IReadOnlyList<FactPackRows>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        var counts = tables.All.Select(table =>
            $"select '{table.Name}' as name, count(*) as rows from {FactSources.Own}.{FactTable.Quote(table.Name)} where tenant_id = @tenantId");
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var rows = (await transaction.Connection.QueryAsync<(string Name, long Rows)>(new CommandDefinition(
            string.Join(" union all ", counts), new { tenantId }, transaction.Transaction, cancellationToken: cancellationToken))).ToDictionary(row => row.Name, row => row.Rows, StringComparer.Ordinal);
        return [.. tables.All.Select(table => new FactPackRows(table.Pack.Name, table.Pack.Version, table.Pack.Kind, rows[table.Name]))];
    }
}
