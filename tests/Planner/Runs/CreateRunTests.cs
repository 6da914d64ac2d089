using System.Net;
using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Planner.Tests.Runs;

[TestFixture]
internal sealed class CreateRunTests
{
    private static readonly DateRange January = new(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1));

    private TestDatabase _database = null!;
    private PlannerHost _planner = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database);
        await _planner.LoadCompaniesAsync(3);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Asking_twice_under_one_key_starts_one_run()
    {
        var request = Request("once");
        using var first = await _planner.SendRunAsync(request);
        using var second = await _planner.SendRunAsync(request with { RequestedBy = "someone else" });

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PlannerHost.ReadAsync(second, BillingJson.Default.RunView)).RunId.ShouldBe((await PlannerHost.ReadAsync(first, BillingJson.Default.RunView)).RunId);
        (await _database.ScalarAsync<long>("select count(*) from planner.runs")).ShouldBe(1);
    }

    [Test]
    public async Task Executors_are_told_the_pipeline_of_a_run_that_has_companies_and_of_no_other()
    {
        var empty = await _planner.StartAsync(Request("nothing due") with { Period = new DateRange(new DateOnly(1990, 1, 1), new DateOnly(1990, 2, 1)) });
        var run = await _planner.StartAsync(Request("january"));

        var told = await Eventually.GetAsync(() => Task.FromResult(_planner.Downstream.Events<PipelinePinned>()), events => events.Count > 0, "the announcement");
        told.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            pinned => pinned.RunId.ShouldBe(run.RunId), pinned => pinned.RunId.ShouldNotBe(empty.RunId), pinned => pinned.TenantId.ShouldBe(run.TenantId));
        (await _database.ScalarAsync<string>("select pipeline_digest from planner.runs where run_id = @RunId", new { run.RunId })).ShouldBe(told[0].PipelineDigest);
    }

    [Test]
    public async Task Many_asking_at_once_under_one_key_start_one_run()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _planner.StartAsync(Request("race"))));

        runs.Select(run => run.RunId).Distinct().Count().ShouldBe(1);
        (await _database.ScalarAsync<long>("select count(*) from planner.run_companies")).ShouldBe(3);
    }

    [Test]
    public async Task More_ask_at_once_than_there_are_connections_and_all_get_their_runs()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 80).Select(no => _planner.StartAsync(Request($"crowd {no}") with { CompanyIds = ["c-001"] })));

        runs.Select(run => run.RunId).Distinct().Count().ShouldBe(80);
    }

    [Test]
    public async Task The_same_key_for_another_request_is_a_conflict()
    {
        await _planner.StartAsync(Request("taken"));

        using var response = await _planner.SendRunAsync(Request("taken") with { CompanyIds = ["c-001"] });

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PlannerHost.ErrorAsync(response)).Code.ShouldBe("request.conflict");
    }

    [Test]
    public async Task A_run_id_of_another_run_is_a_conflict()
    {
        var run = await _planner.StartAsync(Request("first"));

        (await _planner.RefusalAsync(Request("second") with { RunId = run.RunId })).Code.ShouldBe("request.conflict");
    }

    [Test]
    public async Task A_run_pins_its_instant_in_whole_seconds_its_pipeline_and_its_trace()
    {
        var run = await _planner.StartAsync(Request("pins") with { AsOf = new DateTimeOffset(2025, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(2)), RequestedBy = "ada" });

        run.AsOf.ShouldBe(new DateTimeOffset(2025, 2, 3, 2, 5, 6, TimeSpan.Zero));
        run.PipelineDigest.Length.ShouldBe(64);
        run.TraceId!.Length.ShouldBe(32);
        run.RequestedBy.ShouldBe("ada");
        _planner.Registry.Asked.ShouldBe([new DateOnly(2025, 1, 31)], "program and bindings are those of the period's last day");
        (await _database.ScalarAsync<string>("select split_part(traceparent, '-', 2) from planner.runs")).ShouldBe(run.TraceId);
    }

    [Test]
    public async Task A_period_that_ends_before_it_starts_is_refused()
    {
        var error = await _planner.RefusalAsync(Request("bad") with { Period = new DateRange(new DateOnly(2025, 2, 1), new DateOnly(2025, 1, 1)) });

        error.Code.ShouldBe("period.invalid");
        error.Message.ShouldContain("2025-01-01");
    }

    [Test]
    public async Task A_request_selects_in_exactly_one_way()
    {
        (await _planner.RefusalAsync(Request("none") with { Period = null })).Code.ShouldBe("request.invalid");
        (await _planner.RefusalAsync(Request("both") with { DueBy = new DateOnly(2025, 2, 1) })).Code.ShouldBe("request.invalid");
        (await _planner.RefusalAsync(Request("empty") with { CompanyIds = [] })).Code.ShouldBe("request.invalid");
    }

    [Test]
    public async Task Companies_that_do_not_exist_are_named()
    {
        using var response = await _planner.SendRunAsync(Request("who") with { CompanyIds = ["c-002", "zoe", "abe"] });

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = await PlannerHost.ErrorAsync(response);
        error.Code.ShouldBe("company.unknown");
        error.Message.ShouldContain("abe, zoe");
        error.Message.ShouldNotContain("c-002");
        (await _database.ScalarAsync<long>("select count(*) from planner.runs")).ShouldBe(0);
    }

    [Test]
    public async Task A_tenant_without_companies_is_unknown() =>
        (await _planner.RefusalAsync(Request("who") with { TenantId = "nobody" })).Code.ShouldBe("tenant.unknown");

    [Test]
    public async Task A_fact_source_that_is_not_configured_is_unknown() =>
        (await _planner.RefusalAsync(Request("source") with { FactSource = "pg_catalog" })).Code.ShouldBe("fact.source_unknown");

    [TestCase("NoSuchPack", "^1.0", "x", "fact.pack_missing")]
    [TestCase("PlanPack", "^1.0", "no_such_field", "fact.field_missing")]
    [TestCase("PlanPack", "^2.0", "plan_id", "fact.version_conflict")]
    public async Task What_a_module_asks_for_and_nobody_has_is_said_before_anything_is_fetched(string pack, string range, string field, string code)
    {
        _planner.Registry.Manifests["hash"] = StubRegistry.Manifest(pack, range, field);

        var error = await _planner.RefusalAsync(Request("plan"));

        error.Code.ShouldBe(code);
        error.Message.ShouldContain("mod.asks@1.0.0");
        (await _database.ScalarAsync<long>("select count(*) from planner.runs")).ShouldBe(0);
    }

    [Test]
    public async Task What_the_Registry_refuses_is_the_answer()
    {
        _planner.Registry.Refusal = BillingException.Invalid("binding.ambiguous", "Two bindings serve plan p-1.");

        (await _planner.RefusalAsync(Request("registry"))).Code.ShouldBe("binding.ambiguous");
    }

    [Test]
    public async Task A_run_that_selects_nothing_is_completed_at_once()
    {
        var run = await _planner.StartAsync(Request("nothing") with { Period = new DateRange(new DateOnly(2030, 1, 1), new DateOnly(2030, 2, 1)) });

        run.State.ShouldBe(RunState.Completed);
        run.Counts.Total.ShouldBe(0);
        await Eventually.HoldsAsync(() => Task.FromResult(_planner.Downstream.Events<BillingRunCompleted>().Any(done => done.RunId == run.RunId)), "the announcement");
    }

    private static RunBilling Request(string key) => new() { TenantId = PlannerHost.Tenant, IdempotencyKey = key, Period = January };
}
