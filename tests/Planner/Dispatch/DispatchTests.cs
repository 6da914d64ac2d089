using Billing.Contracts;
using Billing.Planner.Dispatch;
using Billing.Tests.Support;
using MassTransit;

namespace Billing.Planner.Tests.Dispatch;

[TestFixture]
internal sealed class DispatchTests
{
    private TestDatabase _database = null!;

    [SetUp]
    public async Task CreateAsync() => _database = await TestDatabase.CreateAsync();

    [TearDown]
    public async Task DropAsync() => await _database.DisposeAsync();

    [Test]
    public async Task No_more_batches_are_in_flight_than_the_window_holds()
    {
        await using var planner = await PlannerHost.StartAsync(_database, reports: false, settings: [("BatchSize", "2"), ("Window", "3")]);
        await planner.LoadCompaniesAsync(11);

        var run = await planner.StartAsync(Request());
        var first = await ArrivedAsync(planner, 3);
        (await planner.Get<Dispatcher>().DispatchAsync(CancellationToken.None)).ShouldBe(0, "the window is full");
        (await planner.RunAsync(run.RunId)).Counts.ShouldSatisfyAllConditions(counts => counts.Open.ShouldBe(11), counts => counts.InFlight.ShouldBe(6));

        await ReportAsync(planner, first[0]);
        await ArrivedAsync(planner, 4);
        (await planner.Get<Dispatcher>().DispatchAsync(CancellationToken.None)).ShouldBe(0, "one was reported, one was sent");
        (await planner.RunAsync(run.RunId)).Counts.ShouldSatisfyAllConditions(counts => counts.Open.ShouldBe(9), counts => counts.InFlight.ShouldBe(6), counts => counts.Succeeded.ShouldBe(2));

        for (var reported = 1; reported < 6; reported++)
            await ReportAsync(planner, (await ArrivedAsync(planner, Math.Min(reported + 3, 6)))[reported]);
        (await planner.FinishedAsync(run.RunId)).Counts.Succeeded.ShouldBe(11);
        planner.Downstream.Batches.Select(batch => batch.Companies.Count).Order().ShouldBe([1, 2, 2, 2, 2, 2]);
    }

    [Test]
    public async Task All_runs_of_a_lane_share_its_window_and_other_lanes_have_theirs()
    {
        await using var planner = await PlannerHost.StartAsync(_database, reports: false, settings: [("BatchSize", "1"), ("Window", "3"), ("LaneWindow", "4")]);
        await planner.LoadCompaniesAsync(5);
        RunView[] runs = [await planner.StartAsync(Request()), await planner.StartAsync(Request())];
        var first = await ArrivedAsync(planner, 4);
        (await planner.Get<Dispatcher>().DispatchAsync(CancellationToken.None)).ShouldBe(0, "the lane is full");

        var urgent = await planner.StartAsync(Request() with { Lane = Lane.Interactive });
        (await ArrivedAsync(planner, 7)).Skip(4).ShouldAllBe(batch => batch.RunId == urgent.RunId);

        foreach (var batch in first.Where(batch => batch.RunId == runs[0].RunId))
            await ReportAsync(planner, batch);
        var arrived = await ArrivedAsync(planner, 7 + first.Count(batch => batch.RunId == runs[0].RunId));
        arrived.Skip(7).Select(batch => batch.RunId).ShouldContain(runs[1].RunId);
        (await _database.ScalarAsync<long>("select count(*) from planner.run_batches join planner.runs using (tenant_id, run_id) where lane = 'batch' and run_batches.state = 'sent'")).ShouldBe(4);
    }

    [Test]
    public async Task Runs_take_turns()
    {
        await using var planner = await PlannerHost.StartAsync(_database, reports: false, settings: [("BatchSize", "1"), ("Window", "1"), ("PollInterval", "00:01:00")]);
        await planner.LoadCompaniesAsync(4);
        var long1 = await planner.StartAsync(Request());
        await ArrivedAsync(planner, 1);
        var long2 = await planner.StartAsync(Request());
        await ArrivedAsync(planner, 2);

        for (var reported = 0; reported < 6; reported++)
            await ReportAsync(planner, (await ArrivedAsync(planner, reported + 2))[reported]);

        planner.Downstream.Batches.Take(6).Select(batch => batch.RunId).ShouldBe([long1.RunId, long2.RunId, long1.RunId, long2.RunId, long1.RunId, long2.RunId]);
    }

    [Test]
    public async Task Runs_whose_windows_are_full_keep_no_other_run_waiting()
    {
        await using var planner = await PlannerHost.StartAsync(_database, reports: false, settings: [("BatchSize", "1"), ("Window", "1"), ("LaneWindow", "100"), ("PollInterval", "00:01:00")]);
        await planner.LoadCompaniesAsync(3);
        var run = await planner.StartAsync(Request());
        var first = (await ArrivedAsync(planner, 1))[0];

        // As many runs as one pass looks at, longest unserved and each with one batch in flight and one that waits.
        await _database.ExecuteAsync(
            """
            insert into planner.runs (tenant_id, run_id, idempotency_key, request_digest, request, mode, lane, state, as_of, pipeline_digest, fact_source, traceparent, trace_id, created_at, dispatched_at)
            select 'full', gen_random_uuid(), no::text, r.request_digest, r.request, r.mode, r.lane, 'running', r.as_of, r.pipeline_digest, r.fact_source, r.traceparent, r.trace_id, r.created_at, r.created_at - interval '1 minute'
            from planner.runs r, generate_series(1, 64) no;
            insert into planner.run_batches (tenant_id, run_id, batch_no, turn, state, due_at)
            select r.tenant_id, r.run_id, no, 1, case no when 1 then 'sent' else 'pending' end, case no when 1 then now() + interval '1 hour' end
            from planner.runs r, generate_series(1, 2) no
            where r.tenant_id = 'full';
            """);
        await ReportAsync(planner, first);

        (await ArrivedAsync(planner, 2))[1].RunId.ShouldBe(run.RunId);
    }

    [Test]
    public async Task Several_planners_send_every_batch_once()
    {
        await using var one = await PlannerHost.StartAsync(_database, settings: [("BatchSize", "1"), ("Window", "4")]);
        await using var two = await PlannerHost.StartAsync(_database, settings: [("BatchSize", "1"), ("Window", "4")]);
        await one.LoadCompaniesAsync(60);

        var run = await one.RunToEndAsync(Request());

        run.Counts.Succeeded.ShouldBe(60);
        var sent = one.Downstream.Batches.Concat(two.Downstream.Batches).ToList();
        sent.Select(batch => batch.BatchNo).Order().ShouldBe(Enumerable.Range(1, 60));
        sent.ShouldAllBe(batch => batch.Attempt == 1);
        (await _database.ScalarAsync<long>("select count(*) from planner.run_batches where attempts <> 1 or state <> 'reported'")).ShouldBe(0);
    }

    [Test]
    public async Task Claimed_at_the_same_moment_a_batch_goes_to_one_of_many()
    {
        await using var planner = await PlannerHost.StartAsync(_database, reports: false, settings: [("BatchSize", "1"), ("Window", "5"), ("PollInterval", "00:01:00")]);
        await planner.LoadCompaniesAsync(30);
        await planner.StartAsync(Request());
        await ArrivedAsync(planner, 5);
        await _database.ExecuteAsync("update planner.run_batches set state = 'pending', attempts = 0, due_at = null");

        var store = planner.Get<DispatchStore>();
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<ClaimedBatch>();
            for (var pass = 0; pass < 20; pass++)
                mine.AddRange(await store.ClaimAsync(DateTimeOffset.UnixEpoch.AddYears(60), CancellationToken.None));
            return mine;
        })));

        claims.SelectMany(mine => mine).Select(batch => batch.BatchNo).Order().ShouldBe([1, 2, 3, 4, 5]);
    }

    [Test]
    public async Task A_batch_that_is_not_reported_is_sent_again_with_doubling_waits()
    {
        await using var planner = await PlannerHost.StartAsync(_database, reports: false, settings: [("Window", "1"), ("PollInterval", "00:01:00")]);
        await planner.LoadCompaniesAsync(1);
        var run = await planner.StartAsync(Request());
        await ArrivedAsync(planner, 1);
        var store = planner.Get<DispatchStore>();
        var sentAt = await SentAtAsync();

        (await store.ClaimAsync(sentAt.AddMinutes(1.9), CancellationToken.None)).ShouldBeEmpty();
        var second = (await store.ClaimAsync(sentAt.AddMinutes(2), CancellationToken.None)).ShouldHaveSingleItem();
        second.ShouldSatisfyAllConditions(batch => batch.RunId.ShouldBe(run.RunId), batch => batch.BatchNo.ShouldBe(1), batch => batch.Attempt.ShouldBe(2));
        (await store.ClaimAsync(sentAt.AddMinutes(5.9), CancellationToken.None)).ShouldBeEmpty();
        (await store.ClaimAsync(sentAt.AddMinutes(6), CancellationToken.None)).ShouldHaveSingleItem().Attempt.ShouldBe(3);
        (await store.ClaimAsync(sentAt.AddMinutes(13.9), CancellationToken.None)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_window_dispatched_later_is_in_the_trace_of_its_run()
    {
        await using var planner = await PlannerHost.StartAsync(_database, reports: false, settings: [("BatchSize", "1"), ("Window", "1")]);
        await planner.LoadCompaniesAsync(2);
        var run = await planner.StartAsync(Request());

        await ReportAsync(planner, (await ArrivedAsync(planner, 1))[0]);
        await ArrivedAsync(planner, 2);

        planner.Downstream.TraceIds.Distinct().ShouldBe([run.TraceId]);
        planner.Downstream.TraceIds.Count.ShouldBe(2);
    }

    [Test]
    public async Task The_interactive_lane_has_endpoints_of_its_own()
    {
        await using var planner = await PlannerHost.StartAsync(_database);
        await planner.LoadCompaniesAsync(1);

        var run = await planner.RunToEndAsync(Request() with { Lane = Lane.Interactive });

        run.Counts.Succeeded.ShouldBe(1);
        planner.Downstream.Batches.ShouldHaveSingleItem().Lane.ShouldBe(Lane.Interactive);
    }

    private async Task<DateTimeOffset> SentAtAsync() => new((await _database.QueryAsync<DateTime>("select sent_at from planner.run_batches"))[0], TimeSpan.Zero);

    private static Task<IReadOnlyList<RateCompanies>> ArrivedAsync(PlannerHost planner, int count) =>
        Eventually.GetAsync(() => Task.FromResult(planner.Downstream.Batches), batches => batches.Count >= count, $"{count} batches");

    private static async Task ReportAsync(PlannerHost planner, RateCompanies batch)
    {
        await planner.Get<IBus>().Publish(planner.Downstream.Report(batch));
        await Eventually.HoldsAsync(
            async () => await planner.Database.ScalarAsync<bool>(
                "select state = 'reported' from planner.run_batches where run_id = @RunId and batch_no = @BatchNo", new { batch.RunId, batch.BatchNo }),
            $"batch {batch.BatchNo} to be reported");
    }

    private static RunBilling Request() => new() { TenantId = PlannerHost.Tenant, Period = new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1)) };
}
