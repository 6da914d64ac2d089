using Billing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Billing.Tests.Support;

/// <summary>A running host of some service modules on a free port, with a client to its HTTP API.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHost(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = app.Services.GetRequiredService<ServiceAddresses>().Own() };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="broker">Null for the in-memory transport.</param>
    /// <param name="adjust">Last word on the settings.</param>
    public static async Task<TestHost> StartAsync(
        TestDatabase database,
        TestBroker? broker,
        IReadOnlyList<IServiceModule> modules,
        Func<BillingSettings, BillingSettings>? adjust = null,
        Action<WebApplicationBuilder>? configure = null)
    {
        var settings = new BillingSettings
        {
            Database = database.ConnectionString,
            DatabaseOwner = database.ConnectionString,
            Transport = broker is null ? BusTransport.InMemory : BusTransport.RabbitMq,
            RabbitMq = broker?.Address,
            Services = [.. modules.Select(module => module.Name)],
            ServiceAddresses = new Dictionary<string, Uri>(StringComparer.Ordinal),
        };
        var app = BillingHost.Build(
            adjust?.Invoke(settings) ?? settings,
            modules,
            builder =>
            {
                builder.WebHost.UseUrls("http://127.0.0.1:0");
                if (Environment.GetEnvironmentVariable("BILLING_TEST_LOG") is not { Length: > 0 })
                    builder.Logging.ClearProviders();
                configure?.Invoke(builder);
            });
        try
        {
            await app.StartAsync();
            return new(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
