using Billing.Contracts;
using Billing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Billing.Registry;

/// <summary><c>/api/modules</c>: publish, list, show, and the bytes. Without <c>tenant</c> only the shared modules are seen.</summary>
internal static class ModuleEndpoints
{
    public static void MapModules(this IEndpointRouteBuilder endpoints)
    {
        var modules = endpoints.MapGroup("/api/modules").WithTags("Modules");
        modules.MapPost("/", PublishAsync);
        modules.MapGet("/", ListAsync);
        modules.MapGet("/{moduleId}/{version}", GetAsync);
        modules.MapGet("/{moduleId}/{version}/bytes", GetBytesAsync).Produces(StatusCodes.Status200OK, contentType: "application/wasm");
    }

    private static async Task<Results<Created<ModuleView>, Ok<ModuleView>>> PublishAsync(PublishModule request, ModulePublishing publishing, CancellationToken cancellationToken)
    {
        var (module, isNew) = await publishing.PublishAsync(request, cancellationToken);
        return isNew ? TypedResults.Created($"/api/modules/{module.Manifest.ModuleId}/{module.Manifest.Version}", module) : TypedResults.Ok(module);
    }

    private static async Task<Ok<IReadOnlyList<ModuleView>>> ListAsync(ModuleStore modules, string? tenant, CancellationToken cancellationToken) =>
        TypedResults.Ok(await modules.ListAsync(Tenant(tenant), cancellationToken));

    private static async Task<Ok<ModuleView>> GetAsync(string moduleId, string version, string? tenant, ModuleStore modules, CancellationToken cancellationToken) =>
        TypedResults.Ok(await FindAsync(modules, tenant, moduleId, version, cancellationToken));

    private static async Task<FileContentHttpResult> GetBytesAsync(
        string moduleId, string version, string? tenant, ModuleStore modules, ISnapshotStore snapshots, CancellationToken cancellationToken)
    {
        var module = await FindAsync(modules, tenant, moduleId, version, cancellationToken);
        var bytes = await snapshots.GetManyAsync(module.TenantId ?? SnapshotTenants.Shared, [module.Hash], cancellationToken);
        return TypedResults.File(bytes[module.Hash], "application/wasm", $"{moduleId}-{version}.wasm");
    }

    private static async Task<ModuleView> FindAsync(ModuleStore modules, string? tenant, string moduleId, string version, CancellationToken cancellationToken) =>
        await modules.FindAsync(Tenant(tenant), moduleId, version, cancellationToken)
        ?? throw BillingException.NotFound(ErrorCodes.ModuleUnknown, $"{moduleId}@{version} is not published.", "GET /api/modules lists what is.", $"{moduleId}@{version}");

    private static string Tenant(string? tenant) => tenant is null ? SnapshotTenants.Shared : TenantIds.Checked(tenant);
}
