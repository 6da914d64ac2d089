using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Runs;
using Billing.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Planner.Tests;

/// <summary>The Planner on a real database and the in-memory transport, with what comes after it played by a <see cref="Downstream"/>.</summary>
internal sealed class PlannerHost : IAsyncDisposable
{
    public const string Tenant = "acme";

    private static readonly Dictionary<string, string?> Quick = new(StringComparer.Ordinal)
    {
        ["Planner:PollInterval"] = "00:00:00.050",
        ["Planner:CompanyRetryDelay"] = "00:00:00",
    };

    private readonly TestHost _host;

    private PlannerHost(TestDatabase database, TestHost host, Downstream downstream, StubRegistry registry)
    {
        Database = database;
        _host = host;
        Downstream = downstream;
        Registry = registry;
    }

    public TestDatabase Database { get; }

    public Downstream Downstream { get; }

    public StubRegistry Registry { get; }

    public HttpClient Client => _host.Client;

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <param name="reports">Whether batches are reported as they come.</param>
    /// <param name="settings">Of the Planner: <c>Window</c>, <c>BatchSize</c>…</param>
    public static async Task<PlannerHost> StartAsync(TestDatabase database, bool reports = true, TestBroker? broker = null, (string Name, string Value)[]? settings = null, string? factSources = null, Action<IServiceCollection>? services = null)
    {
        var downstream = new Downstream();
        var registry = new StubRegistry();
        var host = await TestHost.StartAsync(
            database,
            broker,
            [new PlannerModule(), new DownstreamModule(downstream, reports)],
            configure: builder =>
            {
                builder.Services.AddSingleton<IRegistry>(registry);
                services?.Invoke(builder.Services);
                builder.Configuration.AddInMemoryCollection(Quick);
                builder.Configuration["BILLING_FACT_SOURCES"] = factSources;
                builder.Configuration.AddInMemoryCollection((settings ?? []).Select(setting => KeyValuePair.Create($"Planner:{setting.Name}", (string?)setting.Value)));
            });
        await host.Services.GetRequiredService<ISnapshotStore>().PutManyAsync(Tenant, [Downstream.NoCharges], CancellationToken.None);
        return new PlannerHost(database, host, downstream, registry);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    public async Task<FactsLoaded> LoadAsync(string pack, params string[] rows) => await ReadAsync(await SendFactsAsync(pack, rows), BillingJson.Default.FactsLoaded);

    public Task<HttpResponseMessage> SendFactsAsync(string pack, params string[] rows) => SendFactsToAsync(Tenant, pack, rows);

    public Task<HttpResponseMessage> SendFactsToAsync(string tenant, string pack, params string[] rows) =>
        Client.PostAsync(new Uri($"api/tenants/{tenant}/facts/{pack}", UriKind.Relative), new StringContent(string.Join('\n', rows), Encoding.UTF8, "application/x-ndjson"));

    /// <summary>Companies <c>c-001</c>, <c>c-002</c>…, each with the monthly cycle <c>c-001-2025-01</c> from 1 January to 1 February 2025.</summary>
    public async Task LoadCompaniesAsync(int count)
    {
        await LoadAsync("CompanyPack", [.. Enumerable.Range(1, count).Select(no => Rows.Company(Rows.CompanyId(no)))]);
        await LoadAsync("BillingCyclesPack", [.. Enumerable.Range(1, count).Select(no => Rows.Cycle(Rows.CompanyId(no), "2025-01"))]);
    }

    public Task<HttpResponseMessage> SendRunAsync(RunBilling request) =>
        Client.PostAsync(new Uri("api/runs", UriKind.Relative), JsonContent.Create(request, BillingJson.Default.RunBilling));

    public async Task<RunView> StartAsync(RunBilling request) => await ReadAsync(await SendRunAsync(request), BillingJson.Default.RunView);

    public async Task<BillingError> RefusalAsync(RunBilling request) => await ErrorAsync(await SendRunAsync(request));

    public async Task<RunView> RunAsync(Guid runId) =>
        await ReadAsync(await Client.GetAsync(new Uri($"api/runs/{runId}?tenant_id={Tenant}", UriKind.Relative)), BillingJson.Default.RunView);

    public Task<RunView> FinishedAsync(Guid runId) => Eventually.GetAsync(() => RunAsync(runId), run => run.CompletedAt is not null, $"run {runId} to finish");

    public async Task<RunView> RunToEndAsync(RunBilling request) => await FinishedAsync((await StartAsync(request)).RunId);

    public async Task<IReadOnlyList<RunCompanyView>> CompaniesAsync(Guid runId, string filter = "") =>
        (await ReadAsync(await Client.GetAsync(new Uri($"api/runs/{runId}/companies?tenant_id={Tenant}&limit=1000{filter}", UriKind.Relative)), BillingJson.Default.PageRunCompanyView)).Items;

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode}: {body}");
            return JsonSerializer.Deserialize(body, type)!;
        }
    }

    public static async Task<BillingError> ErrorAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            response.IsSuccessStatusCode.ShouldBeFalse(body);
            return JsonSerializer.Deserialize(body, BillingJson.Default.BillingError)!;
        }
    }
}
