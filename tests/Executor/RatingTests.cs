using System.Diagnostics;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;

namespace Billing.Executor.Tests;

[TestFixture]
internal sealed class RatingTests : ExecutorFixture
{
    [Test]
    public async Task A_batch_is_rated_its_charge_sets_stored_and_its_executions_recorded()
    {
        var tenant = await NewTenantAsync();
        var run = Guid.NewGuid();
        var companies = await PlannedAsync(new(tenant, "a"), new(tenant, "b"));

        var rated = await RateAsync(Batch(tenant, run, companies));

        rated.Failed.ShouldBeEmpty();
        rated.Companies.Select(company => (company.CompanyId, company.BillingCycleId, company.InputDigest))
            .ShouldBe(companies.Select(company => (company.CompanyId, company.BillingCycleId, company.InputDigest)));
        var stored = await Snapshots.FindAsync(tenant, rated.Companies[0].ChargeSetDigest, CancellationToken.None);
        var charges = JsonSerializer.Deserialize(stored, BillingJson.Default.ChargeSet)!;
        (charges.CompanyId, charges.InputDigest, charges.PipelineDigest).ShouldBe(("a", companies[0].InputDigest, Pipeline.Digest));
        charges.Charges.Single().ShouldSatisfyAllConditions(
            charge => charge.NetAmountCents.ShouldBe(100), charge => charge.SourceModule.ShouldBe("mod.flat@1.0.0"), charge => charge.SourceScope.ShouldBe("assignment-1"));
        var rows = await Database.QueryAsync<(string Company, int Sequence, string Stage, string Scope, string Module, string Version, string Hash, string Outcome, Guid Run, bool Used)>(
            """
            select company_id, sequence, stage, scope_id, module_id, module_version, module_hash, outcome, run_id,
                fuel > 0 and peak_memory = 65536 and input_bytes > 100 and output_bytes > 100 and length(module_input_digest) = 64 and length(module_output_digest) = 64
            from executor.billing_executions where tenant_id = @tenant order by company_id
            """,
            new { tenant });
        rows.Select(row => row.Company).ShouldBe(["a", "b"]);
        foreach (var row in rows)
        {
            (row.Sequence, row.Stage, row.Scope, row.Module, row.Version, row.Hash).ShouldBe((0, "producers", "assignment-1", "mod.flat", "1.0.0", Pipeline.Flat.Hash));
            (row.Outcome, row.Run, row.Used).ShouldBe(("ok", run, true));
        }
    }

    [Test]
    public async Task Every_message_delivered_twice_is_rated_once_and_sent_on_the_same()
    {
        var tenant = await NewTenantAsync();
        var run = Guid.NewGuid();
        var message = Batch(tenant, run, await PlannedAsync([.. Enumerable.Range(0, 20).Select(index => new TestInput(tenant, $"company-{index}"))]));

        await Task.WhenAll(SendAsync(message), SendAsync(message));

        var sent = await Inbox.WaitAsync(run, 2);
        sent[0].Message.Companies.ShouldBe(sent[1].Message.Companies);
        sent[0].Message.Companies.Count.ShouldBe(20);
        (await CountAsync("charge_sets", tenant)).ShouldBe(20);
        (await CountAsync("billing_executions", tenant)).ShouldBe(20);
    }

    [Test]
    public async Task Another_run_with_the_same_input_and_pipeline_runs_no_module()
    {
        var tenant = await NewTenantAsync();
        var (preview, final) = (Guid.NewGuid(), Guid.NewGuid());
        var companies = await PlannedAsync(new(tenant, "a"), new(tenant, "b"));
        var first = await RateAsync(Batch(tenant, preview, companies));

        var second = await RateAsync(Batch(tenant, final, companies));

        second.Companies.ShouldBe(first.Companies);
        (await Database.QueryAsync<Guid>("select distinct run_id from executor.billing_executions where tenant_id = @tenant", new { tenant })).ShouldBe([preview]);
    }

    [Test]
    public async Task Another_pipeline_rates_anew()
    {
        var tenant = await NewTenantAsync();
        var dearer = TestPipeline.Create(Engine, flatCents: 101);
        await PublishAsync(SnapshotTenants.Shared, dearer.Modules);
        var companies = await PlannedAsync(new TestInput(tenant, "a"));
        var first = await RateAsync(Batch(tenant, Guid.NewGuid(), companies));

        var second = await RateAsync(Batch(tenant, Guid.NewGuid(), companies, pipelineDigest: await PinAsync(tenant, dearer)));

        second.Companies.Single().ChargeSetDigest.ShouldNotBe(first.Companies.Single().ChargeSetDigest);
        (await CountAsync("charge_sets", tenant)).ShouldBe(2);
    }

    [Test]
    public async Task Executions_carry_the_trace_of_the_run()
    {
        var tenant = await NewTenantAsync();
        using var trace = new Activity("billing run").SetIdFormat(ActivityIdFormat.W3C).Start();

        await RateAsync(Batch(tenant, Guid.NewGuid(), await PlannedAsync(new TestInput(tenant, "a"))));

        (await Database.QueryAsync<string>("select trace_id from executor.billing_executions where tenant_id = @tenant", new { tenant })).ShouldBe([trace.TraceId.ToHexString()]);
    }

    [Test]
    public async Task Each_lane_sends_on_in_its_lane()
    {
        var tenant = await NewTenantAsync();
        var (batch, interactive) = (Guid.NewGuid(), Guid.NewGuid());
        var companies = await PlannedAsync(new TestInput(tenant, "a"));

        await RateAsync(Batch(tenant, batch, companies));
        await RateAsync(Batch(tenant, interactive, companies, lane: Lane.Interactive));

        (await Inbox.WaitAsync(batch, 1)).Single().Endpoint.ShouldBe(Lane.Batch);
        (await Inbox.WaitAsync(interactive, 1)).Single().Endpoint.ShouldBe(Lane.Interactive);
    }

    [Test]
    public async Task A_tenants_own_module_is_found_in_its_own_snapshots()
    {
        var tenant = await NewTenantAsync();
        var own = TestPipeline.Create(Engine, flatCents: 777);
        await PublishAsync(tenant, own.Modules);

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), await PlannedAsync(new TestInput(tenant, "a")), pipelineDigest: await PinAsync(tenant, own)));

        var charges = JsonSerializer.Deserialize((await Snapshots.FindAsync(tenant, rated.Companies.Single().ChargeSetDigest, CancellationToken.None))!, BillingJson.Default.ChargeSet)!;
        charges.Charges.Single().NetAmountCents.ShouldBe(777);
    }
}
