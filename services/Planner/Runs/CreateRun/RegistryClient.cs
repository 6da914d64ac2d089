using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Planner.Runs;

/// <summary>The Registry, as far as the creation of a run needs it.</summary>
public interface IRegistry
{
    /// <summary>
    /// The tenant's program and bindings in force on a day, resolved to module versions and hashes. Errors: the Registry's own, and <c>service.unavailable</c>.
    /// </summary>
    Task<ResolvedPipeline> ResolveAsync(string tenantId, DateOnly at, string? profile, CancellationToken cancellationToken);
}

/// <summary>Asks over HTTP at <c>BILLING_REGISTRY_URL</c>, or this process's own address when it hosts the Registry.</summary>
public sealed class RegistryClient(IHttpClientFactory clients) : IRegistry
{
    private const string Service = "registry";

    public async Task<ResolvedPipeline> ResolveAsync(string tenantId, DateOnly at, string? profile, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"api/tenants/{Uri.EscapeDataString(tenantId)}/pipeline?at={at:yyyy-MM-dd}")
            + (profile is null ? "" : "&profile=" + Uri.EscapeDataString(profile));
        try
        {
            using var client = clients.CreateClient(Service);
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw await RefusalAsync(response, cancellationToken);
            return await response.Content.ReadFromJsonAsync(BillingJson.Default.ResolvedPipeline, cancellationToken)
                ?? throw Unavailable("it answered with nothing", null);
        }
        catch (HttpRequestException exception)
        {
            throw Unavailable(exception.Message, exception);
        }
        catch (JsonException exception)
        {
            throw Unavailable("its answer is not a resolved pipeline: " + exception.Message, exception);
        }
        catch (InvalidOperationException exception)
        {
            // This process hosts the Registry itself and its web server is not listening yet.
            throw Unavailable(exception.Message, new HttpRequestException(exception.Message, exception));
        }
    }

    private static async Task<BillingException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        BillingError? error = null;
        if (response.Content.Headers.ContentType?.MediaType is "application/json")
            error = await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError, cancellationToken);
        if (error is not null && response.StatusCode < HttpStatusCode.InternalServerError)
            return new BillingException(error, status);
        var message = error?.Message ?? string.Create(CultureInfo.InvariantCulture, $"it answered {status}");
        return Unavailable(message, new HttpRequestException(message, null, HttpStatusCode.ServiceUnavailable));
    }

    private static BillingException Unavailable(string why, Exception? cause) => new(
        new BillingError(
            ErrorCodes.ServiceUnavailable,
            $"The Registry could not be asked for the pipeline: {why}.",
            "See that the Registry runs and that BILLING_REGISTRY_URL names it; then ask again.",
            Service),
        (int)HttpStatusCode.ServiceUnavailable,
        cause);
}
