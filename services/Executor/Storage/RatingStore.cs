using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Executor.Storage;

/// <summary>Remembers what inputs came to, and every module run. Writes a batch in one transaction.</summary>
internal sealed class RatingStore([FromKeyedServices(ExecutorModule.ServiceName)] NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>By input digest; inputs that were never rated under this pipeline, or only timed out, are not there.</summary>
    public async Task<IReadOnlyDictionary<string, KnownInput>> FindAsync(BatchOrigin origin, IReadOnlyCollection<string> inputDigests, CancellationToken cancellationToken)
    {
        var parameters = new { tenant = origin.TenantId, pipeline = origin.PipelineDigest, inputs = inputDigests.ToArray() };
        await using var transaction = await dataSource.BeginAsync(origin.TenantId, cancellationToken);
        var rows = await transaction.Connection.QueryAsync<(string InputDigest, string? ChargeSetDigest, Jsonb? Failure)>(
            new(RatingSql.SelectKnown, parameters, transaction.Transaction, cancellationToken: cancellationToken));
        return rows.ToDictionary(
            row => row.InputDigest, row => new KnownInput(row.ChargeSetDigest, row.Failure?.To(BillingJson.Default.BillingError)), StringComparer.Ordinal);
    }

    public async Task SaveAsync(BatchOrigin origin, IReadOnlyList<RatedInput> rated, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var transaction = await dataSource.BeginAsync(origin.TenantId, cancellationToken);
        var connection = transaction.Connection;
        await connection.ExecuteAsync(new(RatingSql.CreateStaging, transaction: transaction.Transaction, cancellationToken: cancellationToken));
        await using (var copy = await connection.BeginBinaryImportAsync(RatingSql.CopyChargeSets, cancellationToken))
        {
            foreach (var input in rated.Where(input => input.Error is null || input.Final))
                WriteChargeSet(copy, origin, input, now);
            await copy.CompleteAsync(cancellationToken);
        }

        await using (var copy = await connection.BeginBinaryImportAsync(RatingSql.CopyExecutions, cancellationToken))
        {
            foreach (var input in rated)
                WriteExecutions(copy, origin, input, now);
            await copy.CompleteAsync(cancellationToken);
        }

        await connection.ExecuteAsync(new(RatingSql.Insert, transaction: transaction.Transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    private static void WriteChargeSet(NpgsqlBinaryImporter row, BatchOrigin origin, RatedInput input, DateTimeOffset now)
    {
        row.StartRow();
        row.Text(origin.TenantId).Text(input.Company.InputDigest).Text(origin.PipelineDigest).Text(input.Company.CompanyId).Text(input.Company.BillingCycleId)
            .Text(input.ChargeSetDigest).Int(input.ChargeCount)
            .Json(input.Error is null ? null : JsonSerializer.Serialize(input.Error, BillingJson.Default.BillingError))
            .Instant(now);
    }

    private static void WriteExecutions(NpgsqlBinaryImporter row, BatchOrigin origin, RatedInput input, DateTimeOffset now)
    {
        foreach (var execution in input.Executions)
        {
            row.StartRow();
            row.Text(origin.TenantId).Text(input.Company.InputDigest).Text(origin.PipelineDigest).Int(execution.Sequence).Text(input.Company.CompanyId)
                .Text(input.Company.BillingCycleId).Text(execution.Stage).Text(execution.ScopeId).Text(execution.ModuleId).Text(execution.ModuleVersion)
                .Text(execution.ModuleHash).Text(execution.InputDigest).Text(execution.OutputDigest)
                .Long(execution.InputBytes).Long(execution.OutputBytes).Long(execution.Fuel).Long(execution.PeakMemoryBytes).Long(execution.DurationMicroseconds).Text(execution.Outcome)
                .Json(JsonSerializer.Serialize(execution.Warnings, BillingJson.Default.IReadOnlyListBillingWarning))
                .Id(origin.RunId).Text(origin.TraceId).Instant(now);
        }
    }
}
