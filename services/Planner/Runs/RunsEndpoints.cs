using System.Globalization;
using Billing.Contracts;
using Billing.Hosting;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Billing.Planner.Runs;

/// <summary><c>/api/runs</c>: start, list, look at, watch and cancel billing runs.</summary>
internal static class RunsEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    public static void MapRuns(this IEndpointRouteBuilder endpoints)
    {
        var runs = endpoints.MapGroup("/api/runs").WithTags("runs");
        runs.MapPost("/", StartAsync);
        runs.MapGet("/", ListAsync);
        runs.MapGet("/{runId:guid}", GetAsync);
        runs.MapGet("/{runId:guid}/companies", ListCompaniesAsync);
        runs.MapPost("/{runId:guid}/cancel", CancelAsync);
        runs.MapGet("/{runId:guid}/watch", WatchAsync);
    }

    private static async Task<Results<Created<RunView>, Ok<RunView>>> StartAsync(RunBilling request, [FromServices] RunRequests requests, CancellationToken cancellationToken)
    {
        var named = request.IdempotencyKey is null ? request with { IdempotencyKey = Guid.CreateVersion7().ToString() } : request;
        var (run, isNew) = await requests.CreateAsync(named, cancellationToken);
        return isNew ? TypedResults.Created($"/api/runs/{run.RunId}?tenant_id={Uri.EscapeDataString(run.TenantId)}", run) : TypedResults.Ok(run);
    }

    private static async Task<Ok<Page<RunView>>> ListAsync(
        [FromQuery(Name = "tenant_id")] string tenantId, string? after, int? limit, [FromServices] RunQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.ListAsync(TenantIds.Checked(tenantId), after, Limit(limit), cancellationToken));

    private static async Task<Ok<RunView>> GetAsync(
        Guid runId, [FromQuery(Name = "tenant_id")] string tenantId, [FromServices] RunQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.GetAsync(TenantIds.Checked(tenantId), runId, cancellationToken));

    private static async Task<Ok<Page<RunCompanyView>>> ListCompaniesAsync(
        Guid runId, [FromQuery(Name = "tenant_id")] string tenantId, string? outcome, string? after, int? limit, [FromServices] RunQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.ListCompaniesAsync(TenantIds.Checked(tenantId), runId, Outcome(outcome), after, Limit(limit), cancellationToken));

    private static async Task<Ok<RunView>> CancelAsync(
        Guid runId, [FromQuery(Name = "tenant_id")] string tenantId, [FromServices] RunCancellation cancellation, [FromServices] IBus bus, CancellationToken cancellationToken) =>
        TypedResults.Ok(await cancellation.CancelAsync(TenantIds.Checked(tenantId), runId, bus, cancellationToken));

    /// <summary>Server-sent events: the run on every change, ending with its last state.</summary>
    private static async Task<ServerSentEventsResult<RunView>> WatchAsync(
        Guid runId, [FromQuery(Name = "tenant_id")] string tenantId, [FromServices] RunWatch watch, CancellationToken cancellationToken)
    {
        // Looked up before the stream begins: an unknown run is an error with a status, not an empty stream.
        var first = await watch.FirstAsync(TenantIds.Checked(tenantId), runId, cancellationToken);
        return TypedResults.ServerSentEvents(watch.FollowAsync(first, cancellationToken), eventType: "run");
    }

    private static int Limit(int? limit) => limit switch
    {
        null => DefaultLimit,
        >= 1 and <= MaxLimit => limit.Value,
        _ => throw BillingException.Invalid(ErrorCodes.RequestInvalid, string.Create(CultureInfo.InvariantCulture, $"limit is {limit}."), $"Give a number from 1 to {MaxLimit}."),
    };

    private static CompanyOutcome? Outcome(string? outcome)
    {
        if (outcome is null)
            return null;
        return WireName<CompanyOutcome>.TryParse(outcome, out var wanted)
            ? wanted
            : throw BillingException.Invalid(
                ErrorCodes.RequestInvalid,
                $"outcome is '{outcome}', which is none.",
                $"Use {string.Join(", ", Enum.GetValues<CompanyOutcome>().Select(WireName<CompanyOutcome>.Of))}.");
    }
}
