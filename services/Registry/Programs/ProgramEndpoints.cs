using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Billing.Registry;

/// <summary><c>/api/tenants/{tenant}/program</c>: the tenant's pipeline of stages, from a day on.</summary>
internal static class ProgramEndpoints
{
    public static void MapPrograms(this IEndpointRouteBuilder endpoints)
    {
        var program = endpoints.MapGroup("/api/tenants/{tenant}/program").WithTags("Programs");
        program.MapGet("/", GetAsync);
        program.MapPut("/", PutAsync);
    }

    /// <param name="at">The one in force on that day; null for today (UTC).</param>
    private static async Task<Ok<BillingProgram>> GetAsync(string tenant, DateOnly? at, ProgramStore programs, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(await programs.FindAsync(TenantIds.Checked(tenant), at ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), cancellationToken) ?? throw None(tenant));

    /// <param name="effectiveFrom">First day on which it is in force; null for always.</param>
    private static async Task<Ok<BillingProgram>> PutAsync(
        string tenant,
        BillingProgram program,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "effective_from")] DateOnly? effectiveFrom,
        ProgramStore programs,
        PolicyResolver policies,
        ModuleStore modules,
        CancellationToken cancellationToken)
    {
        ProgramRules.Check(program);
        policies.Check(program.Policies, $"program {program.ProgramId}");
        var published = await modules.ListAsync(TenantIds.Checked(tenant), cancellationToken);
        foreach (var stage in program.Stages.Where(stage => stage.ModuleId is not null))
            CheckStage(program, stage, published);
        await programs.PutAsync(tenant, program, effectiveFrom ?? DateOnly.MinValue, cancellationToken);
        return TypedResults.Ok(program);
    }

    private static void CheckStage(BillingProgram program, ProgramStage stage, IReadOnlyList<ModuleView> published)
    {
        var range = VersionRange.Parse(stage.VersionRange ?? "*");
        if (!published.Any(module => string.Equals(module.Manifest.ModuleId, stage.ModuleId, StringComparison.Ordinal) && range.Contains(SemanticVersion.Parse(module.Manifest.Version))))
            throw new Hosting.BillingException(new(ErrorCodes.ModuleUnknown, $"Stage {stage.Name} of program {program.ProgramId} asks for {stage.ModuleId} {stage.VersionRange}, which is not published.", "Publish it first.", stage.ModuleId), 422);
    }

    internal static Hosting.BillingException None(string tenant) =>
        Hosting.BillingException.NotFound(ErrorCodes.ProgramInvalid, $"Tenant {tenant} has no program, and there is no default one.", $"PUT /api/tenants/{tenant}/program, or set BILLING_MODULES so that the default is published.", tenant);
}
