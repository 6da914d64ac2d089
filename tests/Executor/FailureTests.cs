using System.Text;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Executor.Tests;

[TestFixture]
internal sealed class FailureTests : ExecutorFixture
{
    [Test]
    public async Task A_trapping_module_fails_its_company_alone_and_the_failure_is_remembered()
    {
        var tenant = await NewTenantAsync();
        var companies = await PlannedAsync(new(tenant, "a"), new TestInput(tenant, "trapped") { PlanType = "trap" }, new(tenant, "b"));

        var first = await RateAsync(Batch(tenant, Guid.NewGuid(), companies));
        var second = await RateAsync(Batch(tenant, Guid.NewGuid(), companies));

        first.Companies.Select(company => company.CompanyId).ShouldBe(["a", "b"]);
        var failed = first.Failed.Single();
        (failed.CompanyId, failed.Error.Code, failed.Final).ShouldBe(("trapped", "trap.unreachable", true));
        failed.Error.Message.ShouldContain("mod.trap@1.0.0");
        second.Failed.ShouldBe(first.Failed);
        (await Database.QueryAsync<string>(
            "select outcome from executor.billing_executions where tenant_id = @tenant and company_id = 'trapped'", new { tenant })).ShouldBe(["trap.unreachable"]);
    }

    [Test]
    public async Task A_module_that_never_ends_runs_out_of_fuel_and_that_is_final()
    {
        var tenant = await NewTenantAsync();

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), await PlannedAsync(new TestInput(tenant, "a") { PlanType = "spin" })));

        (rated.Failed.Single().Error.Code, rated.Failed.Single().Final).ShouldBe(("limit.fuel", true));
        (await CountAsync("charge_sets", tenant)).ShouldBe(1);
    }

    [Test]
    public async Task A_timeout_is_neither_final_nor_remembered()
    {
        var tenant = await NewTenantAsync();
        var hasty = TestPipeline.Create(Engine, new ModuleLimits(Fuel: 1L << 50, WallClockMilliseconds: 50));
        var digest = await PinAsync(tenant, hasty);
        var companies = await PlannedAsync(new TestInput(tenant, "a") { PlanType = "spin" });

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var run = Guid.NewGuid();
            var rated = await RateAsync(Batch(tenant, run, companies, pipelineDigest: digest));
            (rated.Failed.Single().Error.Code, rated.Failed.Single().Final).ShouldBe(("limit.time", false));
            (await CountAsync("charge_sets", tenant)).ShouldBe(0);
            (await Database.QueryAsync<(Guid, string)>("select run_id, outcome from executor.billing_executions where tenant_id = @tenant", new { tenant }))
                .ShouldBe([(run, "limit.time")], "the executions of the last try stand");
        }
    }

    [Test]
    public async Task A_company_without_an_assignment_is_a_typed_failure()
    {
        var tenant = await NewTenantAsync();

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), await PlannedAsync(new TestInput(tenant, "bare") { PlanType = null })));

        (rated.Failed.Single().Error.Code, rated.Failed.Single().Final).ShouldBe(("assignment.none", true));
    }

    [Test]
    public async Task A_plan_nothing_is_bound_to_is_a_typed_failure()
    {
        var tenant = await NewTenantAsync();

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), await PlannedAsync(new TestInput(tenant, "odd") { PlanType = "unheard-of" })));

        rated.Failed.Single().Error.Code.ShouldBe("binding.none");
    }

    [Test]
    public async Task Failures_from_planning_are_passed_on()
    {
        var tenant = await NewTenantAsync();
        var earlier = new FailedCompany("lost", "2025-01", 1, new("company.unknown", "There is no company lost."), Final: true);

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), await PlannedAsync(new TestInput(tenant, "a"))) with { Failed = [earlier] });

        rated.Failed.ShouldBe([earlier]);
        rated.Companies.Single().CompanyId.ShouldBe("a");
    }

    [Test]
    public async Task A_batch_in_which_planning_failed_everyone_is_sent_on()
    {
        var tenant = await NewTenantAsync();
        var earlier = new FailedCompany("lost", "2025-01", 1, new("company.unknown", "There is no company lost."), Final: true);

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), []) with { Failed = [earlier] });

        rated.Companies.ShouldBeEmpty();
        rated.Failed.ShouldBe([earlier]);
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task A_lost_input_fails_its_company_alone(int attempt)
    {
        var tenant = await NewTenantAsync();
        var companies = await PlannedAsync(new(tenant, "a"), new(tenant, "b"));

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), [companies[0] with { InputDigest = new('0', 64) }, companies[1]], attempt));

        rated.Companies.Single().CompanyId.ShouldBe("b");
        (rated.Failed.Single().CompanyId, rated.Failed.Single().Error.Code, rated.Failed.Single().Final).ShouldBe(("a", "snapshot.missing", false));
    }

    [Test]
    public async Task An_input_that_is_none_is_a_typed_failure()
    {
        var tenant = await NewTenantAsync();
        var content = Encoding.UTF8.GetBytes("""{"not":"an input"}""");
        await Snapshots.PutManyAsync(tenant, [new(Digest.Of(content), "input", content)], CancellationToken.None);

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), [new("a", "2025-01", 1, Digest.Of(content))]));

        rated.Failed.Single().Error.Code.ShouldBe("document.invalid");
    }

    [Test]
    public async Task A_pipeline_of_another_engine_fails_its_companies_and_is_not_remembered()
    {
        var tenant = await NewTenantAsync();
        var foreign = Pipeline.OnEngine("other/9");
        var companies = await PlannedAsync(new TestInput(tenant, "a"));

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), companies, pipelineDigest: await PinAsync(tenant, foreign)));

        (rated.Failed.Single().Error.Code, rated.Failed.Single().Final).ShouldBe(("document.invalid", false));
        rated.Failed.Single().Error.Message.ShouldContain("other/9");
        (await CountAsync("charge_sets", tenant)).ShouldBe(0);
    }

    [Test]
    public async Task A_pipeline_that_is_not_there_fails_its_companies()
    {
        var tenant = await NewTenantAsync();

        var rated = await RateAsync(Batch(tenant, Guid.NewGuid(), await PlannedAsync(new TestInput(tenant, "a")), pipelineDigest: new('1', 64)));

        rated.Failed.Single().Error.ShouldSatisfyAllConditions(error => error.Code.ShouldBe("snapshot.missing"), error => error.Subject.ShouldBe(new('1', 64)));
    }
}
