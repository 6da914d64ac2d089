using Billing.Contracts;
using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Registry;

/// <summary>Programs over time: rows of <c>registry.programs</c>. A tenant without one has the shared one.</summary>
internal sealed class ProgramStore([FromKeyedServices(RegistryModule.ServiceName)] NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>The program in force on a day, the tenant's own before the shared one; null when there is neither.</summary>
    public async Task<BillingProgram?> FindAsync(string tenantId, DateOnly day, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var program = await transaction.Connection.QueryFirstOrDefaultAsync<Jsonb?>(new CommandDefinition(
            """
            select program from registry.programs
            where effective_from <= @day
            order by (tenant_id = @tenantId) desc, effective_from desc
            limit 1
            """,
            new { tenantId, day },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        return program?.To(BillingJson.Default.BillingProgram);
    }

    /// <param name="effectiveFrom">First day on which it is in force.</param>
    public async Task PutAsync(string tenantId, BillingProgram program, DateOnly effectiveFrom, CancellationToken cancellationToken)
    {
        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into registry.programs (tenant_id, effective_from, program, recorded_at)
            values (@tenantId, @effectiveFrom, @program, @recordedAt)
            on conflict (tenant_id, effective_from) do update set program = excluded.program, recorded_at = excluded.recorded_at
            """,
            new { tenantId, effectiveFrom, program = Jsonb.From(program, BillingJson.Default.BillingProgram), recordedAt = time.GetUtcNow() },
            transaction.Transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }
}
