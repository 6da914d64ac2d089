using Billing.Contracts;
using Billing.Hosting;
using Billing.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Invoice.Tests;

/// <summary>The Invoice service on its own database and in-memory bus, one a fixture. Tests are kept apart by tenants.</summary>
internal abstract class InvoiceFixture
{
    protected TestDatabase Database { get; private set; } = null!;

    protected OutcomeInbox Inbox { get; private set; } = null!;

    protected TestHost Host { get; private set; } = null!;

    protected ISnapshotStore Snapshots => Host.Services.GetRequiredService<ISnapshotStore>();

    protected NpgsqlDataSource InvoiceData => Host.Services.GetRequiredKeyedService<NpgsqlDataSource>("invoice");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Inbox = new();
        Host = await TestHost.StartAsync(Database, broker: null, [new InvoiceModule(), Inbox]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    protected static string NewTenant() => $"tenant-{Guid.NewGuid():N}";

    protected static CompaniesRated Batch(
        string tenantId, Guid runId, IReadOnlyList<RatedCompany> companies, RunMode mode = RunMode.Final, int batchNo = 1, int attempt = 1, Lane lane = Lane.Batch) =>
        new(tenantId, runId, batchNo, attempt, lane, mode, RatedCompanyBuilder.PipelineDigest, companies, []);

    protected async Task<IReadOnlyList<RatedCompany>> RatedAsync(params RatedCompanyBuilder[] companies)
    {
        var rated = new List<RatedCompany>();
        foreach (var company in companies)
            rated.Add(await company.PutAsync(Snapshots));
        return rated;
    }

    /// <summary>Sends the batch and returns its report.</summary>
    protected async Task<BatchReport> InvoiceAsync(CompaniesRated batch)
    {
        var before = await Inbox.WaitAsync(batch.RunId, 0);
        await SendAsync(Host, batch);
        return (await Inbox.WaitAsync(batch.RunId, before.Count + 1))[before.Count];
    }

    protected static Task SendAsync(TestHost host, CompaniesRated batch) =>
        host.Services.GetRequiredService<IBus>().SendToAsync(Endpoints.CompaniesRatedOf(batch.Lane), batch, CancellationToken.None);

    protected async Task<IReadOnlyList<string>> NumbersAsync(string tenantId) =>
        await Database.QueryAsync<string>("select number from invoice.invoices where tenant_id = @tenantId order by number", new { tenantId });
}
