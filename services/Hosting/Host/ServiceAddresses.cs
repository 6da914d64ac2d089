using Billing.Contracts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;

namespace Billing.Hosting;

/// <summary>Where the services answer over HTTP: as <c>BILLING_&lt;NAME&gt;_URL</c> says, else at this process's own address when it hosts them.</summary>
public sealed class ServiceAddresses(BillingSettings settings, IServer server)
{
    /// <summary>The address of a service. Throws <see cref="BillingException"/> <c>setting.invalid</c> when it is neither configured nor hosted here.</summary>
    public Uri Of(string service)
    {
        if (settings.ServiceAddresses.TryGetValue(service, out var address))
            return address;
        if (settings.Services.Contains(service, StringComparer.Ordinal))
            return Own();
        var variable = BillingSettings.AddressVariable(service);
        throw new BillingException(new(ErrorCodes.SettingInvalid, $"{variable} is not set, and this process does not host {service}.", "Set it to the address of the process that does.", variable), 503);
    }

    /// <summary>This process's own address, with a wildcard host read as loopback. The server listens once the host has started.</summary>
    public Uri Own()
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The server listens nowhere yet: its address is known once the host has started.");
        var text = listening.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal);
        return new(text);
    }
}

/// <summary>HTTP clients for the services, by name: <c>IHttpClientFactory.CreateClient("registry")</c> has the base address, tries again through outages, and is traced.</summary>
public static class ServiceClients
{
    internal static void AddServiceClients(this IServiceCollection services, IEnumerable<string> names)
    {
        services.AddSingleton<ServiceAddresses>();
        foreach (var name in names)
        {
            services.AddHttpClient(name, (provider, client) => client.BaseAddress = provider.GetRequiredService<ServiceAddresses>().Of(name))
                .AddHttpMessageHandler(() => new OutageHandler());
        }
    }

    /// <summary>Three more tries through some two seconds when the service is out of reach or says it is not ready. Every call of one service to another is safe to repeat.</summary>
    private sealed class OutageHandler : DelegatingHandler
    {
        private static readonly ResiliencePipeline<HttpResponseMessage> Retries = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>().HandleResult(response => (int)response.StatusCode is 502 or 503 or 504),
                MaxRetryAttempts = 3,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(300),
            })
            .Build();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A body is buffered, so that it can be sent again.
            if (request.Content is { } content)
                await content.LoadIntoBufferAsync(cancellationToken);
            return await Retries.ExecuteAsync(async token => await base.SendAsync(request, token), cancellationToken);
        }
    }
}
