using Billing.Contracts;
using Billing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Billing.Invoice.Invoices;

/// <summary>Issued invoices over HTTP.</summary>
internal static class InvoiceEndpoints
{
    public static void MapInvoices(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/tenants/{tenant}/invoices").WithTags("invoices");
        group.MapGet("/", ListAsync).WithSummary("Invoices in the order of their numbers, by run or company");
        group.MapGet("/{idOrNumber}", GetAsync).WithSummary("One invoice with its items, details and tax lines");
    }

    private static async Task<JsonHttpResult<Page<InvoiceSummary>>> ListAsync(
        string tenant,
        [FromQuery(Name = "run_id")] Guid? runId,
        [FromQuery(Name = "company_id")] string? companyId,
        string? after,
        int? limit,
        InvoiceReader invoices,
        CancellationToken cancellationToken)
    {
        var page = await invoices.ListAsync(TenantIds.Checked(tenant), runId, companyId, InvoiceCursor.Parse(after), PageSize.Of(limit), cancellationToken);
        return TypedResults.Json(page, BillingJson.Default.PageInvoiceSummary);
    }

    private static async Task<JsonHttpResult<InvoiceView>> GetAsync(string tenant, string idOrNumber, InvoiceReader invoices, CancellationToken cancellationToken)
    {
        var invoice = await invoices.FindAsync(TenantIds.Checked(tenant), idOrNumber, cancellationToken) ?? throw BillingException.NotFound(
            ErrorCodes.InvoiceUnknown,
            $"Tenant {tenant} has no invoice {idOrNumber}.",
            "List the invoices, then name one by its number or id.",
            idOrNumber);
        return TypedResults.Json(invoice, BillingJson.Default.InvoiceView);
    }
}
