using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Planner;

/// <summary>
/// Lets the database see at once that a table has grown: before autovacuum comes by it would read a large run from end to end for every report
/// (see migration 0003).
/// </summary>
public sealed class TableStatistics([FromKeyedServices(PlannerModule.ServiceName)] NpgsqlDataSource dataSource)
{
    /// <summary>Fewer rows are read quickly under any plan.</summary>
    private const int LargeWrite = 1000;

    /// <param name="rows">Rows just committed; nothing happens when they are few.</param>
    /// <param name="tables">Schema-qualified and quoted where need be; never from input.</param>
    public async Task RefreshAsync(int rows, IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        if (rows < LargeWrite)
            return;
        await using var transaction = await dataSource.BeginSystemAsync(cancellationToken);
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            "select planner.refresh_statistics(name::regclass) from unnest(@tables) as name", new { tables = tables.ToArray() }, transaction.Transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }
}
