using System.Collections.Concurrent;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Facts;

namespace Billing.Planner.Planning;

/// <summary>A pinned pipeline with what planning derives from it once.</summary>
/// <param name="Tables">In the order of the packs' names.</param>
public sealed record PreparedPipeline(PipelineDocument Pipeline, IReadOnlyList<FactTable> Tables)
{
    /// <summary>The value of policy <c>tax_date</c>.</summary>
    public string TaxDate => Pipeline.Policies[Rating.TaxDates.Policy];
}

/// <summary>Pipelines by digest, prepared for planning once a process. A few hundred are kept: a tenant has few, and runs of one share theirs.</summary>
public sealed class PreparedPipelines(ISnapshotStore snapshots, PlannedFacts facts)
{
    private const int Kept = 256;

    private readonly ConcurrentDictionary<(string TenantId, string Digest), PreparedPipeline> _prepared = new();

    public async Task<PreparedPipeline> GetAsync(string tenantId, string digest, CancellationToken cancellationToken)
    {
        if (_prepared.TryGetValue((tenantId, digest), out var prepared))
            return prepared;
        var content = await snapshots.FindAsync(tenantId, digest, cancellationToken) ?? throw new SnapshotMissingException(tenantId, digest);
        var pipeline = JsonSerializer.Deserialize(content, BillingJson.Default.PipelineDocument) ?? throw new JsonException($"Pipeline {digest} is null.");
        prepared = new PreparedPipeline(pipeline, await facts.PlanAsync(pipeline, cancellationToken));
        if (_prepared.Count >= Kept)
            _prepared.Clear();
        return _prepared.GetOrAdd((tenantId, digest), prepared);
    }
}
