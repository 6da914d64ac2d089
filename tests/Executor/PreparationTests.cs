using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using Billing.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Executor.Tests;

/// <summary>What is compiled ahead of a run's batches, so that none of them waits for it.</summary>
[TestFixture]
internal sealed class PreparationTests : ExecutorFixture
{
    [Test]
    public async Task A_pipeline_is_ready_once_its_run_was_announced()
    {
        var tenant = await NewTenantAsync();
        Prepared(Host, tenant).ShouldBeNull();

        await AnnounceAsync(tenant, Pipeline.Digest);

        await Eventually.GetAsync(() => Task.FromResult(Prepared(Host, tenant)), pipeline => pipeline is not null, "the pipeline");
        await UsedAsync(tenant);
    }

    [Test]
    public async Task An_executor_that_starts_has_the_pipelines_that_were_used_last()
    {
        var (announced, rated) = (await NewTenantAsync(), await NewTenantAsync());
        await AnnounceAsync(announced, Pipeline.Digest);
        await UsedAsync(announced);
        (await RateAsync(Batch(rated, Guid.NewGuid(), await PlannedAsync(new TestInput(rated, "a"))))).Failed.ShouldBeEmpty();
        await UsedAsync(rated);

        await using var another = await TestHost.StartAsync(Database, broker: null, [new ExecutorModule()]);

        Prepared(another, announced).ShouldNotBeNull();
        Prepared(another, rated).ShouldNotBeNull();
        Prepared(another, await NewTenantAsync()).ShouldBeNull();
    }

    [Test]
    public async Task A_pipeline_that_cannot_be_prepared_ends_neither_the_announcements_nor_a_start()
    {
        var tenant = await NewTenantAsync();
        var foreign = Pipeline.OnEngine("another/9");
        await PinAsync(tenant, foreign);
        await Database.ExecuteAsync(
            "insert into executor.pipeline_use (tenant_id, pipeline_digest, used_at) values (@tenant, @digest, now() + interval '1 hour')", new { tenant, digest = foreign.Digest });

        await AnnounceAsync(tenant, foreign.Digest);
        await AnnounceAsync(tenant, new string('0', 64));
        await AnnounceAsync(tenant, Pipeline.Digest);

        await Eventually.GetAsync(() => Task.FromResult(Prepared(Host, tenant)), pipeline => pipeline is not null, "the pipeline announced last");
        await using var another = await TestHost.StartAsync(Database, broker: null, [new ExecutorModule()]);
        another.Services.GetRequiredService<CompanyRater>().Find(tenant, foreign.Digest).ShouldBeNull();
    }

    private Task AnnounceAsync(string tenant, string digest) =>
        Host.Services.GetRequiredService<IBus>().Publish(new PipelinePinned(tenant, Guid.NewGuid(), digest), CancellationToken.None);

    private PreparedPipeline? Prepared(TestHost host, string tenant) => host.Services.GetRequiredService<CompanyRater>().Find(tenant, Pipeline.Digest);

    private async Task UsedAsync(string tenant) => await Eventually.GetAsync(() => CountAsync("pipeline_use", tenant), count => count == 1, $"the pipeline use of {tenant}");
}
