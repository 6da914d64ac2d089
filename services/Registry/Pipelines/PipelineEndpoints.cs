using Billing.Contracts;
using Billing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Billing.Registry;

/// <summary><c>/api/tenants/{tenant}/pipeline?at=DATE&amp;profile=…</c>: what a Planner pins when it creates a run.</summary>
internal static class PipelineEndpoints
{
    public static void MapPipelines(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/tenants/{tenant}/pipeline", GetAsync).WithTags("Pipelines");

    /// <param name="at">The period's end; null for today (UTC).</param>
    private static async Task<Ok<ResolvedPipeline>> GetAsync(
        string tenant, DateOnly? at, string? profile, PipelineReader pipelines, FirstPartyPublication firstParty, TimeProvider time, CancellationToken cancellationToken)
    {
        await firstParty.WaitAsync(cancellationToken);
        return TypedResults.Ok(await pipelines.ReadAsync(TenantIds.Checked(tenant), at ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), profile, cancellationToken));
    }
}
