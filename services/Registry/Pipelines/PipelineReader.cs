using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;

namespace Billing.Registry;

/// <summary>Resolves a tenant's pipeline on a day: its program and bindings in force, each version range to the highest published version.</summary>
internal sealed class PipelineReader(ProgramStore programs, BindingStore bindings, ModuleStore modules, PipelineResolver resolver)
{
    /// <param name="profile">Policy profile asked for; null for the standard one.</param>
    public async Task<ResolvedPipeline> ReadAsync(string tenantId, DateOnly day, string? profile, CancellationToken cancellationToken)
    {
        var program = await programs.FindAsync(tenantId, day, cancellationToken) ?? throw ProgramEndpoints.None(tenantId);
        var own = BindingTimeline.InForce(await bindings.HistoryAsync(tenantId, cancellationToken), day);
        var shared = BindingTimeline.InForce(await bindings.HistoryAsync(SnapshotTenants.Shared, cancellationToken), day);
        var published = await modules.ListAsync(tenantId, cancellationToken);
        return resolver.Resolve(program, BindingTimeline.WithShared(own, shared), [.. published.Select(module => new ModuleVersion(module.Manifest, module.Hash))], profile);
    }
}
