namespace Billing.Executor.Storage;

/// <summary>Statements over <c>executor.charge_sets</c> and <c>executor.billing_executions</c>.</summary>
internal static class RatingSql
{
    /// <summary>What these inputs came to under a pipeline before. Parameters: tenant, pipeline, inputs.</summary>
    public const string SelectKnown = """
        select input_digest, charge_set_digest, failure
        from executor.charge_sets
        where tenant_id = @tenant and pipeline_digest = @pipeline and input_digest = any(@inputs)
        """;

    public const string CreateStaging = """
        create temporary table staged_charge_sets (like executor.charge_sets) on commit drop;
        create temporary table staged_executions (like executor.billing_executions) on commit drop;
        """;

    public const string CopyChargeSets = """
        copy staged_charge_sets (tenant_id, input_digest, pipeline_digest, company_id, billing_cycle_id, charge_set_digest, charge_count, failure, rated_at)
        from stdin (format binary)
        """;

    public const string CopyExecutions = """
        copy staged_executions (tenant_id, input_digest, pipeline_digest, sequence, company_id, billing_cycle_id, stage, scope_id, module_id, module_version,
            module_hash, module_input_digest, module_output_digest, input_bytes, output_bytes, fuel, peak_memory, duration_us, outcome, warnings, run_id,
            trace_id, recorded_at)
        from stdin (format binary)
        """;

    /// <summary>
    /// Keeps what is there: the first answer to an input stands. Executions of an earlier try that ended in a passing failure (a timeout) have no charge set
    /// beside them and give way to the new ones. In key order, so that two deliveries of a batch cannot deadlock.
    /// </summary>
    public const string Insert = """
        delete from executor.billing_executions e
        using (select distinct tenant_id, input_digest, pipeline_digest from staged_executions) s
        where e.tenant_id = s.tenant_id and e.input_digest = s.input_digest and e.pipeline_digest = s.pipeline_digest
            and not exists (
                select from executor.charge_sets c
                where c.tenant_id = e.tenant_id and c.input_digest = e.input_digest and c.pipeline_digest = e.pipeline_digest);

        insert into executor.charge_sets (tenant_id, input_digest, pipeline_digest, company_id, billing_cycle_id, charge_set_digest, charge_count, failure,
            rated_at)
        select tenant_id, input_digest, pipeline_digest, company_id, billing_cycle_id, charge_set_digest, charge_count, failure, rated_at
        from staged_charge_sets
        order by input_digest
        on conflict do nothing;

        insert into executor.billing_executions (tenant_id, input_digest, pipeline_digest, sequence, company_id, billing_cycle_id, stage, scope_id,
            module_id, module_version, module_hash, module_input_digest, module_output_digest, input_bytes, output_bytes, fuel, peak_memory, duration_us, outcome,
            warnings, run_id, trace_id, recorded_at)
        select tenant_id, input_digest, pipeline_digest, sequence, company_id, billing_cycle_id, stage, scope_id,
            module_id, module_version, module_hash, module_input_digest, module_output_digest, input_bytes, output_bytes, fuel, peak_memory, duration_us, outcome,
            warnings, run_id, trace_id, recorded_at
        from staged_executions
        order by input_digest, sequence
        on conflict do nothing;
        """;
}
