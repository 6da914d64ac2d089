using Billing.Contracts;
using Billing.Hosting;
using Billing.Planner.Outcomes;
using Billing.Tests.Support;
using MassTransit;

namespace Billing.Planner.Tests.Outcomes;

[TestFixture]
internal sealed class OutcomeTests
{
    private TestDatabase _database = null!;
    private PlannerHost _planner = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database, settings: [("BatchSize", "3")]);
        await _planner.LoadCompaniesAsync(7);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_run_is_completed_once_with_what_its_companies_came_to()
    {
        _planner.Downstream.Outcome = (batch, company) => company.CompanyId switch
        {
            "c-002" => Downstream.Failed(company, "tax.rate_missing", final: true),
            "c-003" => Downstream.Billed(batch, company, cents: 0) with { Outcome = CompanyOutcome.NothingToBill, InvoiceId = null, InvoiceNumber = null, DocumentDigest = null, CurrencyCode = null },
            "c-004" => Downstream.Billed(batch, company, cents: 250) with { CurrencyCode = "EUR", Warnings = [new BillingWarning("event.unrouted", "Entry e-1 belongs to no plan.", "e-1")] },
            _ => Downstream.Billed(batch, company),
        };

        var run = await _planner.RunToEndAsync(Request(RunMode.Final));

        run.State.ShouldBe(RunState.CompletedWithFailures);
        run.Counts.ShouldSatisfyAllConditions(
            counts => counts.Total.ShouldBe(7),
            counts => counts.Open.ShouldBe(0),
            counts => counts.Succeeded.ShouldBe(5),
            counts => counts.NothingToBill.ShouldBe(1),
            counts => counts.Failed.ShouldBe(1),
            counts => counts.TotalCents.OrderBy(total => total.Key, StringComparer.Ordinal).ShouldBe([new("EUR", 250), new("USD", 400)]));
        run.CompaniesPerMinute.ShouldNotBeNull();
        run.EtaSeconds.ShouldBeNull();
        (await _planner.CompaniesAsync(run.RunId, "&outcome=failed")).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            company => company.CompanyId.ShouldBe("c-002"), company => company.Error!.Code.ShouldBe("tax.rate_missing"));
        (await _planner.CompaniesAsync(run.RunId, "&outcome=issued")).Single(company => company.CompanyId is "c-004").ShouldSatisfyAllConditions(
            company => company.Warnings.ShouldHaveSingleItem().Subject.ShouldBe("e-1"), company => company.InvoiceNumber.ShouldBe("INV-c-004"), company => company.TotalCents.ShouldBe(250));
        var done = await Eventually.GetAsync(() => Task.FromResult(_planner.Downstream.Events<BillingRunCompleted>()), events => events.Count > 0, "the announcement");
        done.ShouldHaveSingleItem().Counts.Total.ShouldBe(7);
        await Eventually.HoldsAsync(
            () => Task.FromResult(_planner.Downstream.Events<BillingRunProgressed>().Any(progress => progress.State is RunState.CompletedWithFailures && progress.Counts.Failed == 1)), "the last progress");
        await Eventually.HoldsAsync(async () => await _database.ScalarAsync<bool>("select announced_at is not null from planner.runs"), "the mark");
    }

    [Test]
    public async Task A_report_delivered_again_changes_nothing()
    {
        var run = await _planner.RunToEndAsync(Request(RunMode.Final));
        var before = await RowsAsync();

        foreach (var batch in _planner.Downstream.Batches)
            await _planner.Get<RunOutcomes>().TakeAsync(BatchReport.From((InvoicesIssued)_planner.Downstream.Report(batch)), _planner.Get<IBus>(), CancellationToken.None);

        (await RowsAsync()).ShouldBe(before);
        (await _planner.RunAsync(run.RunId)).Counts.Succeeded.ShouldBe(7);
        _planner.Downstream.Events<BillingRunCompleted>().Count.ShouldBe(1);
    }

    [Test]
    public async Task An_invoice_that_was_issued_stands_also_when_another_attempt_failed_first()
    {
        _planner.Downstream.Outcome = (batch, company) => company.CompanyId is "c-002" ? Downstream.Failed(company, "tax.rate_missing", final: true) : Downstream.Billed(batch, company);
        var run = await _planner.RunToEndAsync(Request(RunMode.Final));
        run.State.ShouldBe(RunState.CompletedWithFailures);
        _planner.Downstream.Outcome = null;

        foreach (var batch in _planner.Downstream.Batches)
            await _planner.Get<RunOutcomes>().TakeAsync(BatchReport.From((InvoicesIssued)_planner.Downstream.Report(batch)), _planner.Get<IBus>(), CancellationToken.None);

        var corrected = await _planner.RunAsync(run.RunId);
        corrected.State.ShouldBe(RunState.Completed);
        corrected.CompletedAt.ShouldBe(run.CompletedAt);
        corrected.Counts.ShouldSatisfyAllConditions(counts => counts.Succeeded.ShouldBe(7), counts => counts.Failed.ShouldBe(0), counts => counts.TotalCents["USD"].ShouldBe(700));
        (await _planner.CompaniesAsync(run.RunId)).Single(company => company.CompanyId is "c-002").ShouldSatisfyAllConditions(
            company => company.InvoiceNumber.ShouldBe("INV-c-002"), company => company.Error.ShouldBeNull());
        await Eventually.HoldsAsync(
            () => Task.FromResult(_planner.Downstream.Events<BillingRunCompleted>().Select(done => done.Counts.Succeeded).SequenceEqual([6, 7])), "the corrected announcement");
    }

    [Test]
    public async Task A_failure_that_is_not_final_is_tried_again_alone()
    {
        var failures = 0;
        _planner.Downstream.Outcome = (batch, company) => company.CompanyId is "c-002" && ++failures <= 2
            ? Downstream.Failed(company, "limit.time", final: false)
            : Downstream.Billed(batch, company);

        var run = await _planner.RunToEndAsync(Request(RunMode.Final));

        run.State.ShouldBe(RunState.Completed);
        run.Counts.Succeeded.ShouldBe(7);
        var tries = _planner.Downstream.Batches.Where(batch => batch.Companies.Any(company => company.CompanyId is "c-002")).ToList();
        tries.Select(batch => batch.Companies.Count).ShouldBe([3, 1, 1]);
        tries.Select(batch => batch.BatchNo).ShouldBeUnique();
        (await _planner.CompaniesAsync(run.RunId)).ShouldAllBe(company => company.Error == null);
    }

    [Test]
    public async Task A_failure_that_stays_is_the_companys_own_after_three_retries()
    {
        _planner.Downstream.Outcome = (batch, company) => company.CompanyId is "c-002" ? Downstream.Failed(company, "limit.time", final: false) : Downstream.Billed(batch, company);

        var run = await _planner.RunToEndAsync(Request(RunMode.Final));

        run.State.ShouldBe(RunState.CompletedWithFailures);
        run.Counts.ShouldSatisfyAllConditions(counts => counts.Failed.ShouldBe(1), counts => counts.Succeeded.ShouldBe(6));
        _planner.Downstream.Batches.Count(batch => batch.Companies.Any(company => company.CompanyId is "c-002")).ShouldBe(4);
    }

    [Test]
    public async Task A_batch_that_cannot_be_delivered_is_done_company_by_company()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var silent = await PlannerHost.StartAsync(database, reports: false, settings: [("BatchSize", "3"), ("Window", "1")]);
        await silent.LoadCompaniesAsync(3);
        var run = await silent.StartAsync(Request(RunMode.Final));
        var batch = (await ArrivedAsync(silent, 1))[0];
        var error = new BillingError("delivery.exhausted", "A batch could not be handled at rate-companies: boom.");
        var outcomes = silent.Get<RunOutcomes>();

        await outcomes.TakeAsync(new CompanyFailed(batch.TenantId, batch.RunId, batch.BatchNo, error), silent.Get<IBus>(), CancellationToken.None);
        await outcomes.TakeAsync(new CompanyFailed(batch.TenantId, batch.RunId, batch.BatchNo, error), silent.Get<IBus>(), CancellationToken.None);
        var alone = (await ArrivedAsync(silent, 2))[1];
        alone.Companies.Count.ShouldBe(1);
        await outcomes.TakeAsync(new CompanyFailed(alone.TenantId, alone.RunId, alone.BatchNo, error), silent.Get<IBus>(), CancellationToken.None);
        foreach (var no in new[] { 2, 3 })
            await silent.Get<IBus>().Publish(silent.Downstream.Report((await ArrivedAsync(silent, no + 1))[no]));

        var finished = await silent.FinishedAsync(run.RunId);
        finished.Counts.ShouldSatisfyAllConditions(counts => counts.Succeeded.ShouldBe(2), counts => counts.Failed.ShouldBe(1));
        silent.Downstream.Batches.Select(sent => sent.Companies.Count).ShouldBe([3, 1, 1, 1]);
    }

    [Test]
    public async Task What_an_issue_settled_is_in_the_facts_of_the_next_run()
    {
        var settled = Downstream.Settling(new ConsumedEvent("UsageRecordsPack", "u-1", "whole", "billed"), new ConsumedEvent("TimeEntriesPack", "e-1", "whole", "bucket.inside_allowance"));
        await _planner.Get<ISnapshotStore>().PutManyAsync(PlannerHost.Tenant, [settled], CancellationToken.None);
        _planner.Downstream.Outcome = (batch, company) => Downstream.Billed(batch, company) with { ChargeSetDigest = company.CompanyId is "c-001" ? settled.Digest : Downstream.NoCharges.Digest };

        await _planner.RunToEndAsync(Request(RunMode.Preview));
        (await _database.ScalarAsync<long>("select count(*) from facts.billed_events_pack")).ShouldBe(0, "a preview settles nothing");
        await _planner.RunToEndAsync(Request(RunMode.Final));

        (await _database.QueryAsync<string>("select concat_ws('|', tenant_id, company_id, billing_cycle_id, pack, event_id, part) from facts.billed_events_pack order by pack")).ShouldBe(
            ["acme|c-001|c-001-2025-01|TimeEntriesPack|e-1|whole", "acme|c-001|c-001-2025-01|UsageRecordsPack|u-1|whole"]);
    }

    [Test]
    public async Task What_a_final_run_closes_opens_the_next_period_and_the_last_to_close_it_counts()
    {
        var (early, late) = (Closed(120, new DateOnly(2025, 3, 1)), Closed(45));
        await _planner.Get<ISnapshotStore>().PutManyAsync(PlannerHost.Tenant, [early, late], CancellationToken.None);
        await _planner.LoadAsync("BucketStatePack", """
            {"company_id":"c-001","assignment_id":"a-1","plan_id":"p-1","service_id":"s-1","config_id":"k-1","period_start":"2025-02-01","period_end":"2025-03-01","minutes_used":7,"overage_minutes":3,"rolled_over_minutes":9,"expires":null}
            """.Trim());
        _planner.Downstream.Outcome = (batch, company) => Downstream.Billed(batch, company) with { ChargeSetDigest = company.CompanyId is "c-001" ? early.Digest : Downstream.NoCharges.Digest };
        await _planner.RunToEndAsync(Request(RunMode.Preview));
        (await StatesAsync()).ShouldBe(["a-1|p-1|2025-02-01|2025-03-01|7|3|9|"], "a preview closes nothing");

        _planner.Downstream.Outcome = (batch, company) => NothingToBill(batch, company, early);
        await _planner.RunToEndAsync(Request(RunMode.Final));
        var stale = _planner.Downstream.Batches.Where(batch => batch.Mode is RunMode.Final).Select(batch => BatchReport.From((InvoicesIssued)_planner.Downstream.Report(batch))).ToList();
        (await StatesAsync()).ShouldBe(["a-1|p-1|2025-02-01|2025-03-01|0|0|120|2025-03-01|c-001-2025-01"]);

        _planner.Downstream.Outcome = (batch, company) => Downstream.Billed(batch, company) with { ChargeSetDigest = company.CompanyId is "c-001" ? late.Digest : Downstream.NoCharges.Digest };
        await _planner.RunToEndAsync(Request(RunMode.Final));
        foreach (var report in stale)
            await _planner.Get<RunOutcomes>().TakeAsync(report, _planner.Get<IBus>(), CancellationToken.None);

        (await StatesAsync()).ShouldBe(["a-1|p-1|2025-02-01|2025-03-01|0|0|45||c-001-2025-01"]);

        static object NothingToBill(RateCompanies batch, CompanyToRate company, Snapshot charges) => Downstream.Billed(batch, company, cents: 0) with
        {
            Outcome = CompanyOutcome.NothingToBill,
            InvoiceId = null,
            InvoiceNumber = null,
            DocumentDigest = null,
            CurrencyCode = null,
            ChargeSetDigest = company.CompanyId is "c-001" ? charges.Digest : Downstream.NoCharges.Digest,
        };
    }

    [Test]
    public async Task A_run_that_found_nothing_to_bill_does_not_take_back_what_an_invoice_closed()
    {
        var (invoiced, found) = (Closed(45), Closed(120));
        await using var database = await TestDatabase.CreateAsync();
        await using var silent = await PlannerHost.StartAsync(database, reports: false);
        await silent.Get<ISnapshotStore>().PutManyAsync(PlannerHost.Tenant, [invoiced, found], CancellationToken.None);
        await silent.LoadCompaniesAsync(1);
        await silent.StartAsync(Request(RunMode.Final) with { IdempotencyKey = "slow" });
        await silent.StartAsync(Request(RunMode.Final) with { IdempotencyKey = "quick" });
        var batches = await ArrivedAsync(silent, 2);

        foreach (var (batch, outcome, chargeSet) in new[] { (batches[1], CompanyOutcome.Issued, invoiced), (batches[0], CompanyOutcome.NothingToBill, found) })
        {
            var report = new InvoicesIssued(
                batch.TenantId, batch.RunId, batch.BatchNo, batch.Attempt, [Downstream.Billed(batch, batch.Companies[0]) with { Outcome = outcome, ChargeSetDigest = chargeSet.Digest }], []);
            await silent.Get<RunOutcomes>().TakeAsync(BatchReport.From(report), silent.Get<IBus>(), CancellationToken.None);
        }

        (await database.QueryAsync<long>("select rolled_over_minutes from facts.bucket_state_pack")).ShouldBe([45]);
    }

    [Test]
    public async Task A_completion_that_was_never_announced_is_announced_by_the_sweeper()
    {
        var run = await _planner.RunToEndAsync(Request(RunMode.Preview));
        await Eventually.HoldsAsync(async () => await _database.ScalarAsync<bool>("select announced_at is not null from planner.runs"), "the mark");

        await _database.ExecuteAsync("update planner.runs set announced_at = null, completed_at = completed_at - interval '1 hour'");

        await Eventually.HoldsAsync(() => Task.FromResult(_planner.Downstream.Events<BillingRunCompleted>().Count(done => done.RunId == run.RunId) == 2), "the second announcement");
        await Eventually.HoldsAsync(async () => await _database.ScalarAsync<bool>("select announced_at is not null from planner.runs"), "the mark");
    }

    private Task<IReadOnlyList<string>> RowsAsync() => _database.QueryAsync<string>(
        "select r::text from planner.runs r union all select b::text from planner.run_batches b union all select c::text from planner.run_companies c union all select f::text from facts.billed_events_pack f order by 1");

    private Task<IReadOnlyList<string>> StatesAsync() => _database.QueryAsync<string>(
        """
        select concat_ws('|', assignment_id, plan_id, period_start, period_end, minutes_used, overage_minutes, rolled_over_minutes, coalesce(expires::text, ''), closed_cycle_id)
        from facts.bucket_state_pack
        """);

    private static Snapshot Closed(long minutes, DateOnly? expires = null) => Downstream.Closing(
        new Balance("a-1", "s-1", new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1), OpeningMinutes: 0, GrantedMinutes: 600, UsedMinutes: 600 - minutes, RolledOverMinutes: minutes, ExpiredMinutes: 0, ClosingMinutes: minutes, expires));

    private static Task<IReadOnlyList<RateCompanies>> ArrivedAsync(PlannerHost planner, int count) =>
        Eventually.GetAsync(() => Task.FromResult(planner.Downstream.Batches), batches => batches.Count >= count, $"{count} batches");

    private static RunBilling Request(RunMode mode) =>
        new() { TenantId = PlannerHost.Tenant, Mode = mode, Period = new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1)) };
}
