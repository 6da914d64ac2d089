using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Planner.Tests.Runs;

[TestFixture]
internal sealed class SelectionTests
{
    private static readonly DateRange January = new(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1));
    private static readonly DateOnly March = new(2025, 3, 1);

    private TestDatabase _database = null!;
    private PlannerHost _planner = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database);
        await _planner.LoadAsync("CompanyPack", Rows.Company("a"), Rows.Company("b"));
        await _planner.LoadAsync(
            "BillingCyclesPack",
            Rows.Cycle("a", "2024-12", isClosed: true),
            Rows.Cycle("a", "2025-01"),
            Rows.Cycle("a", "2025-02"),
            Rows.Cycle("b", "2025-01"),
            Rows.Cycle("b", "2025-03"));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_period_selects_the_open_cycles_that_lie_wholly_in_it()
    {
        (await SelectedAsync(Request() with { Period = January })).ShouldBe(["a-2025-01", "b-2025-01"]);
        (await SelectedAsync(Request() with { Period = new DateRange(new DateOnly(2024, 1, 1), new DateOnly(2025, 2, 28)) })).ShouldBe(["a-2025-01", "b-2025-01"]);
        (await SelectedAsync(Request() with { Period = January, CompanyIds = ["b"] })).ShouldBe(["b-2025-01"]);
    }

    [Test]
    public async Task A_date_selects_every_cycle_that_has_ended_by_it()
    {
        (await SelectedAsync(Request() with { DueBy = March })).ShouldBe(["a-2025-01", "a-2025-02", "b-2025-01"]);
        (await SelectedAsync(Request() with { DueBy = March.AddDays(-1) })).ShouldBe(["a-2025-01", "b-2025-01"]);
    }

    [Test]
    public async Task A_cycle_that_was_issued_is_not_due_again_and_a_period_says_so()
    {
        await _planner.RunToEndAsync(Request() with { Mode = RunMode.Final, Period = January });

        (await SelectedAsync(Request() with { DueBy = March })).ShouldBe(["a-2025-02"]);
        var again = await _planner.RunToEndAsync(Request() with { Mode = RunMode.Final, Period = January });
        again.State.ShouldBe(RunState.Completed);
        again.Counts.ShouldSatisfyAllConditions(
            counts => counts.Total.ShouldBe(2), counts => counts.NothingToBill.ShouldBe(2), counts => counts.Succeeded.ShouldBe(0), counts => counts.TotalCents.ShouldBeEmpty());
        (await _planner.CompaniesAsync(again.RunId)).ShouldAllBe(company => company.Outcome == CompanyOutcome.AlreadyInvoiced);
        _planner.Downstream.Batches.ShouldAllBe(batch => batch.RunId != again.RunId);
    }

    [Test]
    public async Task A_preview_bills_nobody()
    {
        await _planner.RunToEndAsync(Request() with { Period = January });

        (await SelectedAsync(Request() with { DueBy = March })).ShouldBe(["a-2025-01", "a-2025-02", "b-2025-01"]);
    }

    [Test]
    public async Task A_commit_takes_the_companies_the_pipeline_and_the_instant_of_its_preview()
    {
        _planner.Downstream.Outcome = (batch, company) =>
            batch.Mode is RunMode.Preview && company.CompanyId is "b" ? Downstream.Failed(company, "binding.none", final: true) : Downstream.Billed(batch, company);
        var preview = await _planner.RunToEndAsync(Request() with { Period = January, AsOf = new DateTimeOffset(2025, 2, 1, 0, 0, 0, TimeSpan.Zero) });
        _planner.Registry.Manifests["hash"] = StubRegistry.Manifest("PlanPack", "^1.0", "plan_id");

        var commit = await _planner.RunToEndAsync(Request() with { Mode = RunMode.Final, PreviewRunId = preview.RunId });

        preview.State.ShouldBe(RunState.CompletedWithFailures);
        commit.PipelineDigest.ShouldBe(preview.PipelineDigest);
        commit.AsOf.ShouldBe(preview.AsOf);
        commit.PreviewRunId.ShouldBe(preview.RunId);
        var billed = (await _planner.CompaniesAsync(commit.RunId)).ShouldHaveSingleItem();
        billed.Outcome.ShouldBe(CompanyOutcome.Issued);
        billed.InputDigest.ShouldBe((await _planner.CompaniesAsync(preview.RunId)).Single(company => company.CompanyId is "a").InputDigest);
        billed.Warnings.ShouldBeNull();
    }

    [Test]
    public async Task A_commit_that_comes_to_something_else_says_so()
    {
        var preview = await _planner.RunToEndAsync(Request() with { Period = January });
        await _planner.LoadAsync("UsageRecordsPack", Rows.UsageRecord("a", "u-1", "2025-01-05T00:00:00Z"));
        await _planner.LoadAsync("CompanyPack", Rows.Company("a").Replace("Company a", "Renamed", StringComparison.Ordinal));

        var commit = await _planner.RunToEndAsync(Request() with { Mode = RunMode.Final, PreviewRunId = preview.RunId });

        var companies = await _planner.CompaniesAsync(commit.RunId);
        companies.Single(company => company.CompanyId is "a").Warnings.ShouldHaveSingleItem().Code.ShouldBe("preview.changed");
        companies.Single(company => company.CompanyId is "b").Warnings.ShouldBeNull();
    }

    [Test]
    public async Task Only_a_finished_preview_of_the_tenant_can_be_committed()
    {
        var final = await _planner.RunToEndAsync(Request() with { Mode = RunMode.Final, Period = January });

        (await _planner.RefusalAsync(Request() with { Mode = RunMode.Final, PreviewRunId = Guid.NewGuid() })).Code.ShouldBe("run.preview_unknown");
        (await _planner.RefusalAsync(Request() with { Mode = RunMode.Final, PreviewRunId = final.RunId })).Code.ShouldBe("run.preview_unknown");
        (await _planner.RefusalAsync(Request() with { Mode = RunMode.Preview, PreviewRunId = final.RunId })).Code.ShouldBe("request.invalid");
        (await _planner.RefusalAsync(Request() with { Mode = RunMode.Final, PreviewRunId = final.RunId, Profile = "legacy" })).Code.ShouldBe("request.invalid");
    }

    [Test]
    public async Task A_cycle_that_ends_before_it_starts_fails_alone()
    {
        await _planner.LoadAsync("BillingCyclesPack", Rows.Cycle("b", "2025-01").Replace("2025-02-01", "2025-01-01", StringComparison.Ordinal));

        var run = await _planner.RunToEndAsync(Request() with { Period = January });

        run.State.ShouldBe(RunState.CompletedWithFailures);
        var companies = await _planner.CompaniesAsync(run.RunId);
        companies.Single(company => company.CompanyId is "a").Outcome.ShouldBe(CompanyOutcome.Previewed);
        companies.Single(company => company.CompanyId is "b").Error!.Code.ShouldBe("period.invalid");
    }

    [Test]
    public async Task A_companys_later_cycle_is_not_sent_before_its_earlier_one_is_reported()
    {
        var run = await _planner.RunToEndAsync(Request() with { DueBy = March });

        _planner.Downstream.Batches.Where(batch => batch.RunId == run.RunId)
            .Select(batch => string.Join(' ', batch.Companies.Select(company => company.BillingCycleId)))
            .ShouldBe(["a-2025-01 b-2025-01", "a-2025-02"]);
    }

    private async Task<IReadOnlyList<string>> SelectedAsync(RunBilling request)
    {
        var run = await _planner.RunToEndAsync(request);
        return [.. (await _planner.CompaniesAsync(run.RunId)).Where(company => company.Outcome is not CompanyOutcome.AlreadyInvoiced).Select(company => company.BillingCycleId)];
    }

    private static RunBilling Request() => new() { TenantId = PlannerHost.Tenant };
}
