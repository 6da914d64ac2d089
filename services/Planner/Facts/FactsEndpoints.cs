using Billing.Contracts;
using Billing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Billing.Planner.Facts;

/// <summary><c>/api/tenants/{tenant}/facts</c>: load rows into the system's own fact source, and see what it holds.</summary>
internal static class FactsEndpoints
{
    public static void MapFacts(this IEndpointRouteBuilder endpoints)
    {
        var facts = endpoints.MapGroup("/api/tenants/{tenant}/facts").WithTags("facts");
        facts.MapGet("/", ListAsync);

        // A file of facts is as large as it is: it is streamed, never held.
        facts.MapPost("/{pack}", LoadAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
    }

    private static async Task<Ok<IReadOnlyList<FactPackRows>>> ListAsync(string tenant, [FromServices] FactCounts counts, CancellationToken cancellationToken) =>
        TypedResults.Ok(await counts.ListAsync(TenantIds.Checked(tenant), cancellationToken));

    /// <summary>Body: one JSON row a line (<c>application/x-ndjson</c>).</summary>
    private static async Task<Ok<FactsLoaded>> LoadAsync(string tenant, string pack, HttpRequest body, [FromServices] FactLoader loader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await loader.LoadAsync(TenantIds.Checked(tenant), pack, body.BodyReader, cancellationToken));
}
