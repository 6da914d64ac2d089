using Billing.Contracts;
using Billing.Integration.Tests.Processes;

namespace Billing.Integration.Tests.Journeys;

/// <summary>
/// Two months of included hours. Frugal uses 480 of January's 600 minutes of desk and 750 in February; busy uses 660 minutes of desk and 30 of consulting in January, 100 of
/// consulting in February. What January leaves over is February's to use, once January is committed.
/// </summary>
[NonParallelizable]
public sealed class BucketRolloverTests
{
    private const string Tenant = "block-hours";
    private const string Frugal = "frugal";
    private const string Busy = "busy";
    private static readonly TimeSpan RunDeadline = TimeSpan.FromMinutes(2);

    private BlockHoursTenant _tenant = null!;

    private static BillingHouse House => JourneyHouse.House;

    [OneTimeSetUp]
    public async Task Load_two_companies()
    {
        _tenant = new BlockHoursTenant(House.Client, Tenant);
        await _tenant.AddPlanAsync();
        await _tenant.AddCompanyAsync(Frugal, 1, 2);
        await _tenant.AddCompanyAsync(Busy, 1, 2);
        await _tenant.WorkAsync(Frugal, BlockHoursTenant.Desk, new(2025, 1, 7), 480);
        await _tenant.WorkAsync(Frugal, BlockHoursTenant.Desk, new(2025, 2, 4), 750);
        await _tenant.WorkAsync(Busy, BlockHoursTenant.Desk, new(2025, 1, 8), 660);
        await _tenant.WorkAsync(Busy, BlockHoursTenant.Consulting, new(2025, 1, 9), 30);
        await _tenant.WorkAsync(Busy, BlockHoursTenant.Consulting, new(2025, 2, 5), 100);
    }

    [Test]
    [Order(1)]
    [CancelAfter(200_000)]
    public async Task A_preview_ahead_of_the_month_before_it_says_which_opening_it_assumed()
    {
        var preview = await BillAsync("february-early", RunMode.Preview, 2);

        var frugal = await CompanyAsync(preview, Frugal);
        frugal.TotalCents.ShouldBe(22_500, "150 of 750 minutes at 90.00 an hour: nothing was carried in");
        frugal.Warnings!.Select(warning => (warning.Code, warning.Subject)).ShouldBe([("bucket.opening_assumed", "consulting-hours"), ("bucket.opening_assumed", "desk-hours")]);
        frugal.Warnings![1].Message.ShouldBe(
            "assignment block, service 'desk': the period before 2025-02-01 is not closed and no earlier balance is known; an opening of 0 minutes is assumed");
        var (_, output) = await House.RunCliAsync("preview", "--tenant", Tenant, "--company", Frugal, "--period", "2025-02-01:2025-02-28");
        output.ReplaceLineEndings(" ").ShouldContain("bucket.opening_assumed");
        (await StatesAsync()).ShouldBeEmpty("a preview closes nothing");
    }

    [Test]
    [Order(2)]
    [CancelAfter(200_000)]
    public async Task A_committed_month_opens_the_next_also_where_there_was_nothing_to_bill()
    {
        var january = await BillAsync("january", RunMode.Final, 1);

        (await CompanyAsync(january, Frugal)).Outcome.ShouldBe(CompanyOutcome.NothingToBill);
        (await CompanyAsync(january, Busy)).ShouldSatisfyAllConditions(
            busy => busy.Outcome.ShouldBe(CompanyOutcome.Issued), busy => busy.TotalCents.ShouldBe(9_000), busy => busy.Warnings.ShouldBeNull());
        string[] opened =
        [
            "busy consulting 2025-02-01 2025-03-01 30 2025-03-01 busy-2025-01",
            "busy desk 2025-02-01 2025-03-01 0 never busy-2025-01",
            "frugal consulting 2025-02-01 2025-03-01 60 2025-03-01 frugal-2025-01",
            "frugal desk 2025-02-01 2025-03-01 120 2025-03-01 frugal-2025-01",
        ];
        (await StatesAsync()).ShouldBe(opened);

        var again = await BillAsync("january-again", RunMode.Final, 1);
        (await CompanyAsync(again, Busy)).Outcome.ShouldBe(CompanyOutcome.AlreadyInvoiced);
        (await StatesAsync()).ShouldBe(opened, "a month billed again leaves the same");
    }

    [Test]
    [Order(3)]
    [CancelAfter(200_000)]
    public async Task What_was_carried_is_used_first_and_the_commit_issues_what_its_preview_showed()
    {
        var preview = await BillAsync("february", RunMode.Preview, 2);
        var shown = await CompanyAsync(preview, Frugal);
        shown.ShouldSatisfyAllConditions(
            frugal => frugal.TotalCents.ShouldBe(4_500, "30 minutes beyond 600 and the 120 carried in"), frugal => frugal.Warnings.ShouldBeNull());
        (await CompanyAsync(preview, Busy)).TotalCents.ShouldBe(2_000, "10 minutes of consulting beyond 60 and the 30 carried in, at 120.00 an hour");

        var commit = await House.Client.StartRunAsync(
            new RunBilling { TenantId = Tenant, IdempotencyKey = "february-commit", Mode = RunMode.Final, PreviewRunId = preview.RunId }, CancellationToken.None);
        commit = await House.WaitUntilFinishedAsync(Tenant, commit.RunId, RunDeadline);

        (await CompanyAsync(commit, Frugal)).DocumentDigest.ShouldBe(shown.DocumentDigest);
        (await StatesAsync("2025-03-01")).ShouldBe(
        [
            "busy consulting 2025-03-01 2025-04-01 0 never busy-2025-02",
            "busy desk 2025-03-01 2025-04-01 600 2025-04-01 busy-2025-02",
            "frugal consulting 2025-03-01 2025-04-01 60 2025-04-01 frugal-2025-02",
            "frugal desk 2025-03-01 2025-04-01 0 never frugal-2025-02",
        ]);
    }

    [Test]
    [Order(4)]
    [CancelAfter(200_000)]
    public async Task A_month_closed_anew_is_kept_and_changes_no_invoice_that_was_issued()
    {
        await _tenant.WorkAsync(Frugal, BlockHoursTenant.Desk, new(2025, 1, 20), 60);

        var late = await BillAsync("january-late", RunMode.Final, 1);

        (await CompanyAsync(late, Frugal)).Outcome.ShouldBe(CompanyOutcome.NothingToBill);
        (await StatesAsync("2025-02-01")).ShouldContain("frugal desk 2025-02-01 2025-03-01 60 2025-03-01 frugal-2025-01");
        (await StatesAsync("2025-03-01")).ShouldContain("frugal desk 2025-03-01 2025-04-01 0 never frugal-2025-02");
        (await House.Database.QueryAsync<long>($"select total_cents from invoice.invoices where tenant_id = '{Tenant}' and company_id = '{Frugal}'")).ShouldBe([4_500]);
    }

    private async Task<RunView> BillAsync(string key, RunMode mode, int month)
    {
        var run = await House.Client.StartRunAsync(_tenant.Run(key, mode, month), CancellationToken.None);
        return await House.WaitUntilFinishedAsync(Tenant, run.RunId, RunDeadline);
    }

    private static async Task<RunCompanyView> CompanyAsync(RunView run, string companyId)
    {
        await foreach (var company in House.Client.ListRunCompaniesAsync(Tenant, run.RunId, null, CancellationToken.None))
        {
            if (company.CompanyId == companyId)
                return company.Error is null ? company : throw new AssertionException(company.Error.Message);
        }

        throw new AssertionException($"Run {run.RunId} does not hold {companyId}.");
    }

    private static Task<IReadOnlyList<string>> StatesAsync(string? start = null) => House.Database.QueryAsync<string>(
        $"""
        select concat_ws(' ', company_id, service_id, period_start, period_end, rolled_over_minutes, coalesce(expires::text, 'never'), closed_cycle_id)
        from facts.bucket_state_pack
        where tenant_id = '{Tenant}' and assignment_id = 'block' {(start is null ? "" : $"and period_start = '{start}'")}
        order by company_id, service_id, period_start
        """);
}
