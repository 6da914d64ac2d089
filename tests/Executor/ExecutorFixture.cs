using Billing.Contracts;
using Billing.Hosting;
using Billing.Sandbox;
using Billing.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Executor.Tests;

/// <summary>The Executor with the real engine on its own database and in-memory bus, one a fixture. Tests are kept apart by tenants.</summary>
internal abstract class ExecutorFixture
{
    protected TestDatabase Database { get; private set; } = null!;

    protected RatedInbox Inbox { get; private set; } = null!;

    protected TestHost Host { get; private set; } = null!;

    protected ISnapshotStore Snapshots => Host.Services.GetRequiredService<ISnapshotStore>();

    protected TestPipeline Pipeline { get; private set; } = null!;

    protected IWasmEngine Engine => Host.Services.GetRequiredService<IWasmEngine>();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Inbox = new();
        Host = await TestHost.StartAsync(Database, broker: null, [new ExecutorModule(), Inbox]);
        Pipeline = TestPipeline.Create(Engine);
        await PublishAsync(SnapshotTenants.Shared, Pipeline.Modules);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    protected Task PublishAsync(string tenantId, IReadOnlyList<byte[]> modules) => Snapshots.PutManyAsync(
        tenantId, [.. modules.Select(wasm => new Snapshot(Rating.Digest.Of(wasm), "module", wasm))], CancellationToken.None);

    protected async Task<string> PinAsync(string tenantId, TestPipeline pipeline)
    {
        await Snapshots.PutManyAsync(tenantId, [new(pipeline.Digest, "pipeline", pipeline.Bytes)], CancellationToken.None);
        return pipeline.Digest;
    }

    protected async Task<string> NewTenantAsync()
    {
        var tenant = $"tenant-{Guid.NewGuid():N}";
        await PinAsync(tenant, Pipeline);
        return tenant;
    }

    protected async Task<IReadOnlyList<CompanyToRate>> PlannedAsync(params TestInput[] inputs)
    {
        var companies = new List<CompanyToRate>();
        foreach (var input in inputs)
            companies.Add(await input.PutAsync(Snapshots));
        return companies;
    }

    protected RateCompanies Batch(string tenantId, Guid runId, IReadOnlyList<CompanyToRate> companies, int attempt = 1, Lane lane = Lane.Batch, string? pipelineDigest = null) =>
        new(tenantId, runId, 1, attempt, lane, RunMode.Final, pipelineDigest ?? Pipeline.Digest, companies, []);

    protected Task SendAsync(RateCompanies batch) =>
        Host.Services.GetRequiredService<IBus>().SendToAsync(Endpoints.RateCompaniesOf(batch.Lane), batch, CancellationToken.None);

    /// <summary>Sends the batch and returns what comes out of it.</summary>
    protected async Task<CompaniesRated> RateAsync(RateCompanies batch)
    {
        var before = await Inbox.WaitAsync(batch.RunId, 0);
        await SendAsync(batch);
        return (await Inbox.WaitAsync(batch.RunId, before.Count + 1))[before.Count].Message;
    }

    protected Task<long> CountAsync(string table, string tenant) => Database.ScalarAsync<long>($"select count(*) from executor.{table} where tenant_id = @tenant", new { tenant });
}
