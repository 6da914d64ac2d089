using Billing.Contracts;
using Billing.Hosting;
using Billing.Invoice.Invoices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Billing.Invoice.Previews;

/// <summary>Previewed invoices over HTTP.</summary>
internal static class PreviewEndpoints
{
    public static void MapPreviews(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/tenants/{tenant}/previews/{runId:guid}").WithTags("previews");
        group.MapGet("/", ListAsync).WithSummary("What a preview run would invoice, by company");
        group.MapGet("/companies/{companyId}", GetAsync).WithSummary("One company's previewed invoice");
    }

    private static async Task<JsonHttpResult<Page<PreviewSummary>>> ListAsync(
        string tenant, Guid runId, string? after, int? limit, PreviewReader previews, CancellationToken cancellationToken)
    {
        var page = await previews.ListAsync(TenantIds.Checked(tenant), runId, PreviewCursor.Parse(after), PageSize.Of(limit), cancellationToken);
        return TypedResults.Json(page, BillingJson.Default.PagePreviewSummary);
    }

    /// <param name="billingCycleId">Null for the company's latest cycle in the run.</param>
    private static async Task<JsonHttpResult<PreviewView>> GetAsync(
        string tenant,
        Guid runId,
        string companyId,
        [FromQuery(Name = "billing_cycle_id")] string? billingCycleId,
        PreviewReader previews,
        CancellationToken cancellationToken)
    {
        var preview = await previews.FindAsync(TenantIds.Checked(tenant), runId, companyId, billingCycleId, cancellationToken) ?? throw BillingException.NotFound(
            ErrorCodes.PreviewUnknown,
            $"Run {runId} of tenant {tenant} has no preview of company {companyId}{(billingCycleId is null ? "" : $", cycle {billingCycleId}")}.",
            "Look at the run's companies: it may have failed, have nothing to bill, or still be in work.",
            companyId);
        return TypedResults.Json(preview, BillingJson.Default.PreviewView);
    }
}
