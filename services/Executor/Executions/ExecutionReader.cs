using System.Text;
using Billing.Contracts;
using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Executor.Executions;

/// <summary>Reads recorded executions, those of one company together and in the order they ran.</summary>
internal sealed class ExecutionReader([FromKeyedServices(ExecutorModule.ServiceName)] NpgsqlDataSource dataSource)
{
    private const string Select = """
        select company_id, billing_cycle_id, run_id, input_digest, pipeline_digest, trace_id, recorded_at, sequence, stage, scope_id, module_id,
            module_version, module_hash, module_input_digest, module_output_digest, input_bytes, output_bytes, fuel, peak_memory, duration_us, outcome, warnings
        from executor.billing_executions
        where tenant_id = @tenant
        """;

    private const string OfChargeSet = """
         and (input_digest, pipeline_digest) in (
            select input_digest, pipeline_digest from executor.charge_sets where tenant_id = @tenant and charge_set_digest = @chargeSetDigest)
        """;

    /// <param name="after">Null for the first page.</param>
    public async Task<Page<ExecutionView>> ListAsync(string tenantId, ExecutionFilter filter, ExecutionCursor? after, int limit, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder(Select);
        if (filter.RunId is not null)
            sql.Append(" and run_id = @runId");
        if (filter.CompanyId is not null)
            sql.Append(" and company_id = @companyId");
        if (filter.BillingCycleId is not null)
            sql.Append(" and billing_cycle_id = @billingCycleId");
        if (filter.InputDigest is not null)
            sql.Append(" and input_digest = @inputDigest");
        if (filter.ChargeSetDigest is not null)
            sql.Append(OfChargeSet);
        if (after is not null)
            sql.Append(" and (input_digest, pipeline_digest, sequence) > (@afterInput, @afterPipeline, @afterSequence)");
        sql.Append(" order by input_digest, pipeline_digest, sequence limit @rows");
        var parameters = new
        {
            tenant = tenantId,
            filter.RunId,
            filter.CompanyId,
            filter.BillingCycleId,
            filter.InputDigest,
            filter.ChargeSetDigest,
            afterInput = after?.InputDigest,
            afterPipeline = after?.PipelineDigest,
            afterSequence = after?.Sequence,
            rows = limit + 1,
        };

        await using var transaction = await dataSource.BeginAsync(tenantId, cancellationToken);
        var rows = (await transaction.Connection.QueryAsync<Row>(
            new(sql.ToString(), parameters, transaction.Transaction, cancellationToken: cancellationToken))).AsList();
        var shown = rows.Take(limit).ToList();
        var next = rows.Count > limit ? new ExecutionCursor(shown[^1].InputDigest, shown[^1].PipelineDigest, shown[^1].Sequence).ToString() : null;
        return new([.. shown.Select(row => row.ToView())], next);
    }

    private sealed class Row
    {
        public required string CompanyId { get; init; }

        public required string BillingCycleId { get; init; }

        public Guid RunId { get; init; }

        public required string InputDigest { get; init; }

        public required string PipelineDigest { get; init; }

        public string? TraceId { get; init; }

        public DateTimeOffset RecordedAt { get; init; }

        public int Sequence { get; init; }

        public required string Stage { get; init; }

        public required string ScopeId { get; init; }

        public required string ModuleId { get; init; }

        public required string ModuleVersion { get; init; }

        public required string ModuleHash { get; init; }

        public required string ModuleInputDigest { get; init; }

        public string? ModuleOutputDigest { get; init; }

        public long InputBytes { get; init; }

        public long OutputBytes { get; init; }

        public long Fuel { get; init; }

        public long PeakMemory { get; init; }

        public long DurationUs { get; init; }

        public required string Outcome { get; init; }

        public Jsonb Warnings { get; init; }

        public ExecutionView ToView()
        {
            var execution = new Execution(
                Sequence, Stage, ScopeId, ModuleId, ModuleVersion, ModuleHash, ModuleInputDigest, InputBytes, OutputBytes, Fuel, PeakMemory, DurationUs, Outcome,
                Warnings.To(BillingJson.Default.IReadOnlyListBillingWarning), ModuleOutputDigest);
            return new(CompanyId, BillingCycleId, RunId, InputDigest, PipelineDigest, RecordedAt, execution, TraceId);
        }
    }
}
