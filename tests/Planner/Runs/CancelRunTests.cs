using System.Net.ServerSentEvents;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Tests.Support;
using MassTransit;

namespace Billing.Planner.Tests.Runs;

[TestFixture]
internal sealed class CancelRunTests
{
    private TestDatabase _database = null!;
    private PlannerHost _planner = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database, reports: false, settings: [("BatchSize", "2"), ("Window", "1")]);
        await _planner.LoadCompaniesAsync(6);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Cancelling_stops_sending_and_lets_what_is_in_flight_finish()
    {
        var run = await _planner.StartAsync(Request());
        var inFlight = await FirstBatchAsync();

        var cancelling = await CancelAsync(run.RunId);
        cancelling.State.ShouldBe(RunState.Cancelling);
        cancelling.Counts.ShouldSatisfyAllConditions(counts => counts.Cancelled.ShouldBe(4), counts => counts.InFlight.ShouldBe(2));

        await _planner.Get<IBus>().Publish(_planner.Downstream.Report(inFlight));
        var finished = await _planner.FinishedAsync(run.RunId);
        finished.State.ShouldBe(RunState.Cancelled);
        finished.Counts.ShouldSatisfyAllConditions(counts => counts.Succeeded.ShouldBe(2), counts => counts.Cancelled.ShouldBe(4), counts => counts.Open.ShouldBe(0));
        _planner.Downstream.Batches.Count.ShouldBe(1);
        (await CancelAsync(run.RunId)).State.ShouldBe(RunState.Cancelled, "cancelling again changes nothing");
    }

    [Test]
    public async Task A_failure_worth_a_retry_is_final_in_a_run_that_is_being_cancelled()
    {
        var run = await _planner.StartAsync(Request());
        var inFlight = await FirstBatchAsync();
        await CancelAsync(run.RunId);
        _planner.Downstream.Outcome = (_, company) => Downstream.Failed(company, "limit.time", final: false);

        await _planner.Get<IBus>().Publish(_planner.Downstream.Report(inFlight));

        (await _planner.FinishedAsync(run.RunId)).Counts.ShouldSatisfyAllConditions(counts => counts.Failed.ShouldBe(2), counts => counts.Cancelled.ShouldBe(4));
    }

    [Test]
    public async Task A_run_is_cancelled_by_message_too()
    {
        var run = await _planner.StartAsync(Request());
        await FirstBatchAsync();

        await _planner.Get<IBus>().SendToAsync(Endpoints.CancelRun, new CancelRun(PlannerHost.Tenant, run.RunId, "ada"), CancellationToken.None);

        await Eventually.GetAsync(() => _planner.RunAsync(run.RunId), now => now.State is RunState.Cancelling, "the cancellation");
    }

    [Test]
    public async Task A_finished_run_cannot_be_cancelled_and_an_unknown_one_neither()
    {
        var run = await _planner.StartAsync(Request() with { Period = new DateRange(new DateOnly(2030, 1, 1), new DateOnly(2030, 2, 1)) });

        (await PlannerHost.ErrorAsync(await SendCancelAsync(run.RunId))).Code.ShouldBe("run.finished");
        (await PlannerHost.ErrorAsync(await SendCancelAsync(Guid.NewGuid()))).Code.ShouldBe("run.unknown");
    }

    [Test]
    public async Task Watching_shows_every_change_and_ends_with_the_last_state()
    {
        var run = await _planner.StartAsync(Request() with { CompanyIds = ["c-001"] });
        var batch = await FirstBatchAsync();
        using var response = await _planner.Client.GetAsync(new Uri($"api/runs/{run.RunId}/watch?tenant_id={PlannerHost.Tenant}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var shown = new List<RunView>();

        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(), (_, data) => JsonSerializer.Deserialize(data, BillingJson.Default.RunView)!).EnumerateAsync())
        {
            shown.Add(item.Data);
            if (shown.Count == 1)
                await _planner.Get<IBus>().Publish(_planner.Downstream.Report(batch));
        }

        shown[0].State.ShouldBe(RunState.Running);
        shown[^1].State.ShouldBe(RunState.Completed);
        shown[^1].Counts.Succeeded.ShouldBe(1);
    }

    [Test]
    public async Task Runs_are_listed_newest_first_by_pages()
    {
        var ids = new List<Guid>();
        for (var no = 0; no < 3; no++)
            ids.Insert(0, (await _planner.StartAsync(Request() with { CompanyIds = ["c-001"] })).RunId);

        var first = await ListAsync("");
        var second = await ListAsync($"&after={first.Next}");

        first.Items.Select(run => run.RunId).ShouldBe(ids.Take(2));
        second.Items.Select(run => run.RunId).ShouldBe(ids.Skip(2));
        second.Next.ShouldBeNull();
        (await PlannerHost.ErrorAsync(await _planner.Client.GetAsync(new Uri("api/runs?tenant_id=acme&after=%21", UriKind.Relative)))).Code.ShouldBe("request.invalid");
        (await PlannerHost.ReadAsync(await _planner.Client.GetAsync(new Uri("api/runs?tenant_id=other", UriKind.Relative)), BillingJson.Default.PageRunView)).Items.ShouldBeEmpty();
    }

    private async Task<Page<RunView>> ListAsync(string after) =>
        await PlannerHost.ReadAsync(await _planner.Client.GetAsync(new Uri($"api/runs?tenant_id=acme&limit=2{after}", UriKind.Relative)), BillingJson.Default.PageRunView);

    private async Task<RateCompanies> FirstBatchAsync() =>
        (await Eventually.GetAsync(() => Task.FromResult(_planner.Downstream.Batches), batches => batches.Count > 0, "the first batch"))[0];

    private Task<HttpResponseMessage> SendCancelAsync(Guid runId) => _planner.Client.PostAsync(new Uri($"api/runs/{runId}/cancel?tenant_id=acme", UriKind.Relative), content: null);

    private async Task<RunView> CancelAsync(Guid runId) => await PlannerHost.ReadAsync(await SendCancelAsync(runId), BillingJson.Default.RunView);

    private static RunBilling Request() =>
        new() { TenantId = PlannerHost.Tenant, Mode = RunMode.Final, Period = new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1)) };
}
