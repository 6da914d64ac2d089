using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Billing.Contracts;
using Polly;
using Polly.Retry;

namespace Billing.Cli.Api;

/// <summary>The services' HTTP APIs as the command line uses them. Failures are <see cref="CliException"/>s with the service's own typed error.</summary>
public sealed class BillingClient(ServiceAddresses addresses) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    // Every request is safe to repeat: a run start carries its idempotency key.
    private readonly ResiliencePipeline<HttpResponseMessage> _retry = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is HttpRequestException || arguments.Outcome.Result?.StatusCode is HttpStatusCode.BadGateway),
        })
        .Build();

    public void Dispose() => _http.Dispose();

    public Task<RunView> StartRunAsync(RunBilling request, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, new Uri(addresses.Planner, "api/runs"), JsonContent.Create(request, BillingJson.Default.RunBilling), BillingJson.Default.RunView, cancellationToken);

    public Task<RunView> GetRunAsync(string tenantId, Guid runId, CancellationToken cancellationToken) =>
        GetAsync(addresses.Planner, $"api/runs/{runId}?tenant_id={Escape(tenantId)}", BillingJson.Default.RunView, cancellationToken);

    public Task<RunView> CancelRunAsync(string tenantId, Guid runId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, new Uri(addresses.Planner, $"api/runs/{runId}/cancel?tenant_id={Escape(tenantId)}"), null, BillingJson.Default.RunView, cancellationToken);

    public Task<Page<RunView>> ListRunsAsync(string tenantId, int limit, string? after, CancellationToken cancellationToken) =>
        GetAsync(addresses.Planner, $"api/runs?tenant_id={Escape(tenantId)}{Paging(limit, after)}", BillingJson.Default.PageRunView, cancellationToken);

    public IAsyncEnumerable<RunCompanyView> ListRunCompaniesAsync(string tenantId, Guid runId, CompanyOutcome? outcome, CancellationToken cancellationToken)
    {
        var filter = outcome is null ? "" : $"&outcome={JsonSerializer.SerializeToElement(outcome.Value, BillingJson.Default.CompanyOutcome).GetString()}";
        return AllPagesAsync(
            after => GetAsync(addresses.Planner, $"api/runs/{runId}/companies?tenant_id={Escape(tenantId)}{filter}{Paging(500, after)}", BillingJson.Default.PageRunCompanyView, cancellationToken),
            cancellationToken);
    }

    public IAsyncEnumerable<InvoiceSummary> ListInvoicesAsync(string tenantId, Guid? runId, string? companyId, CancellationToken cancellationToken)
    {
        var filter = (runId is null ? "" : $"&run_id={runId}") + (companyId is null ? "" : $"&company_id={Escape(companyId)}");
        return AllPagesAsync(
            after => GetAsync(addresses.Invoice, $"api/tenants/{Escape(tenantId)}/invoices?{(filter + Paging(500, after)).TrimStart('&')}", BillingJson.Default.PageInvoiceSummary, cancellationToken),
            cancellationToken);
    }

    /// <summary>Loads rows into the system's own fact source: one JSON object a line, every row with its <c>company_id</c>. Loading them again changes nothing.</summary>
    public Task<FactsLoaded> LoadFactsAsync(string tenantId, string pack, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        var content = new ReadOnlyMemoryContent(rows);
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-ndjson");
        return SendAsync(HttpMethod.Post, new Uri(addresses.Planner, $"api/tenants/{Escape(tenantId)}/facts/{Escape(pack)}"), content, BillingJson.Default.FactsLoaded, cancellationToken);
    }

    public Task<InvoiceView> GetInvoiceAsync(string tenantId, string idOrNumber, CancellationToken cancellationToken) =>
        GetAsync(addresses.Invoice, $"api/tenants/{Escape(tenantId)}/invoices/{Escape(idOrNumber)}", BillingJson.Default.InvoiceView, cancellationToken);

    public Task<PreviewView> GetPreviewAsync(string tenantId, Guid runId, string companyId, string? billingCycleId, CancellationToken cancellationToken) =>
        GetAsync(
            addresses.Invoice,
            $"api/tenants/{Escape(tenantId)}/previews/{runId}/companies/{Escape(companyId)}" + (billingCycleId is null ? "" : $"?billing_cycle_id={Escape(billingCycleId)}"),
            BillingJson.Default.PreviewView,
            cancellationToken);

    /// <summary>The run on every change, ending with its last state. Falls back to nothing: a lost connection is an error the caller sees.</summary>
    public async IAsyncEnumerable<RunView> WatchRunAsync(string tenantId, Guid runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var uri = new Uri(addresses.Planner, $"api/runs/{runId}/watch?tenant_id={Escape(tenantId)}");
        using var response = await ReceiveAsync(HttpMethod.Get, uri, null, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var events = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize(data, BillingJson.Default.RunView));
        await foreach (var item in events.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data is { } run)
                yield return run;
        }
    }

    private static async IAsyncEnumerable<T> AllPagesAsync<T>(Func<string?, Task<Page<T>>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await read(after).ConfigureAwait(false);
            foreach (var item in page.Items)
                yield return item;
            after = page.Next;
        }
        while (after is not null);
    }

    private Task<T> GetAsync<T>(Uri service, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, new Uri(service, path), null, type, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, Uri uri, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await ReceiveAsync(method, uri, content, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false)
            ?? throw CliException.Unavailable($"{uri} answered with nothing.", "Is this the address of a Billing Services host?");
    }

    private async Task<HttpResponseMessage> ReceiveAsync(HttpMethod method, Uri uri, HttpContent? content, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        if (content is not null)
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response;
        try
        {
            response = await _retry.ExecuteAsync(
                async token =>
                {
                    using var request = new HttpRequestMessage(method, uri) { Content = content };
                    try
                    {
                        return await _http.SendAsync(request, completion, token).ConfigureAwait(false);
                    }
                    finally
                    {
                        request.Content = null; // disposing the request would dispose it, and the next try sends it again
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw CliException.Unavailable(
                $"No service answers at {uri.GetLeftPart(UriPartial.Authority)}: {exception.Message}",
                "Start the services (tools/demo --keep, docker compose up), or name their address in BILLING_URL or --url.");
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw CliException.FromResponse(response.StatusCode, await ReadErrorAsync(response, uri, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<BillingError> ReadErrorAsync(HttpResponseMessage response, Uri uri, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize(body, BillingJson.Default.BillingError) is { } error)
                return error;
        }
        catch (JsonException)
        {
            // Not one of our services, or a proxy before it: the status says what there is to say.
        }

        return new BillingError(
            ErrorCodes.ServiceUnavailable,
            string.Create(CultureInfo.InvariantCulture, $"{uri} answered {(int)response.StatusCode} without a typed error."),
            "Is this the address of a Billing Services host?");
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Paging(int limit, string? after) =>
        string.Create(CultureInfo.InvariantCulture, $"&limit={limit}") + (after is null ? "" : $"&after={Escape(after)}");
}
