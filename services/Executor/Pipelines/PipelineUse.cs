using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Executor.Pipelines;

/// <summary>Which pipelines were used last, so that an executor that starts has them ready before it takes its first batch.</summary>
internal sealed class PipelineUse([FromKeyedServices(ExecutorModule.ServiceName)] NpgsqlDataSource dataSource, TimeProvider time)
{
    public async Task RecordAsync(string tenantId, string digest, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into executor.pipeline_use (tenant_id, pipeline_digest, used_at)
            values (@tenantId, @digest, @now)
            on conflict (tenant_id, pipeline_digest) do update set used_at = greatest(pipeline_use.used_at, excluded.used_at)
            """,
            new { tenantId, digest, now = time.GetUtcNow() },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>At most <paramref name="most"/>, the last used first.</summary>
    public async Task<IReadOnlyList<(string TenantId, string Digest)>> LatestAsync(int most, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginSystemAsync(cancellationToken);
        var rows = await transaction.Connection.QueryAsync<(string, string)>(new CommandDefinition(
            "select tenant_id, pipeline_digest from executor.pipeline_use order by used_at desc, tenant_id, pipeline_digest limit @most",
            new { most },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        return rows.AsList();
    }
}
