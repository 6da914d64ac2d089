using Billing.Contracts;
using Billing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Billing.Registry;

/// <summary><c>/api/tenants/{tenant}/bindings</c>: a tenant's own bindings; those of tenant <c>shared</c> serve whoever has none for the same selector.</summary>
internal static class BindingEndpoints
{
    public static void MapBindings(this IEndpointRouteBuilder endpoints)
    {
        var bindings = endpoints.MapGroup("/api/tenants/{tenant}/bindings").WithTags("Bindings");
        bindings.MapGet("/", ListAsync);
        bindings.MapGet("/{bindingId}", GetAsync);
        bindings.MapPut("/{bindingId}", PutAsync);
        bindings.MapDelete("/{bindingId}", DeleteAsync);
    }

    /// <param name="at">Those in force on that day; null for today (UTC).</param>
    private static async Task<Ok<IReadOnlyList<Binding>>> ListAsync(string tenant, DateOnly? at, BindingStore bindings, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(BindingTimeline.InForce(await bindings.HistoryAsync(TenantIds.Checked(tenant), cancellationToken), at ?? Today(time)));

    private static async Task<Ok<Binding>> GetAsync(string tenant, string bindingId, DateOnly? at, BindingStore bindings, TimeProvider time, CancellationToken cancellationToken)
    {
        var inForce = BindingTimeline.InForce(await bindings.HistoryAsync(TenantIds.Checked(tenant), cancellationToken), at ?? Today(time));
        return TypedResults.Ok(inForce.FirstOrDefault(binding => string.Equals(binding.BindingId, bindingId, StringComparison.Ordinal)) ?? throw BindingChanges.Unknown(tenant, bindingId));
    }

    private static async Task<Ok<Binding>> PutAsync(string tenant, string bindingId, PutBinding request, BindingChanges changes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await changes.PutAsync(TenantIds.Checked(tenant), bindingId, request, cancellationToken));

    private static async Task<NoContent> DeleteAsync(string tenant, string bindingId, DateOnly? from, BindingChanges changes, CancellationToken cancellationToken)
    {
        await changes.RemoveAsync(TenantIds.Checked(tenant), bindingId, from, cancellationToken);
        return TypedResults.NoContent();
    }

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
