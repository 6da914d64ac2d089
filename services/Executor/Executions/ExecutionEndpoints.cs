using System.Globalization;
using Billing.Contracts;
using Billing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Billing.Executor.Executions;

/// <summary>Module runs over HTTP: which module, on which input, made what of it, at which cost.</summary>
internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/tenants/{tenant}/executions", ListAsync)
            .WithTags("executions")
            .WithSummary("Module runs by run, company, cycle, input or charge set");

    private static async Task<JsonHttpResult<Page<ExecutionView>>> ListAsync(
        string tenant,
        [FromQuery(Name = "run_id")] Guid? runId,
        [FromQuery(Name = "company_id")] string? companyId,
        [FromQuery(Name = "billing_cycle_id")] string? billingCycleId,
        [FromQuery(Name = "input_digest")] string? inputDigest,
        [FromQuery(Name = "charge_set_digest")] string? chargeSetDigest,
        string? after,
        int? limit,
        ExecutionReader executions,
        CancellationToken cancellationToken)
    {
        var filter = new ExecutionFilter(runId, companyId, billingCycleId, inputDigest, chargeSetDigest);
        if (filter == ExecutionFilter.None)
        {
            throw BillingException.Invalid(
                ErrorCodes.RequestInvalid, "The request says not which executions.", "Name run_id, company_id, billing_cycle_id, input_digest or charge_set_digest.");
        }

        if (limit is < 1 or > 1000)
            throw BillingException.Invalid(ErrorCodes.RequestInvalid, string.Create(CultureInfo.InvariantCulture, $"limit is {limit}."), "Give a number from 1 to 1000.", "limit");
        var page = await executions.ListAsync(TenantIds.Checked(tenant), filter, ExecutionCursor.Parse(after), limit ?? 100, cancellationToken);
        return TypedResults.Json(page, BillingJson.Default.PageExecutionView);
    }
}
