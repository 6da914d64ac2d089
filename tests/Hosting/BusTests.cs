using System.Text.Json;
using Billing.Contracts;
using Billing.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Hosting.Tests;

[TestFixture]
internal sealed class BusTests
{
    private static readonly Guid RunId = new("11111111-2222-3333-4444-555555555555");

    private static readonly RateCompanies Batch = new(
        "acme", RunId, 7, 1, Lane.Interactive, RunMode.DualRun, new('a', 64),
        [new("company-1", "cycle-1", 0, new('b', 64))],
        [new("company-2", "cycle-2", 1, new("assignment.none", "Company company-2 has no plan.", "Assign one."), Final: true)]);

    private TestDatabase _database = null!;
    private TestBroker _broker = null!;
    private ProbeInbox _inbox = null!;
    private TestHost _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _inbox = new();
        _host = await TestHost.StartAsync(_database, _broker, [new ProbeModule(_inbox)]);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_command_sent_to_an_endpoint_arrives_as_it_was()
    {
        await SendAsync(Endpoints.RateCompanies, Batch);

        var got = await _inbox.FirstAsync<RateCompanies>();

        got.ShouldSatisfyAllConditions(
            () => (got with { Companies = Batch.Companies, Failed = Batch.Failed }).ShouldBe(Batch),
            () => got.Companies.ShouldBe(Batch.Companies),
            () => got.Failed.ShouldBe(Batch.Failed));
    }

    [Test]
    public async Task A_command_to_a_service_that_never_ran_is_kept_for_it()
    {
        await SendAsync(Endpoints.PlanCompanies, new PlanCompanies("acme", RunId, 1, 1, Lane.Batch));

        var kept = await Eventually.GetAsync(() => _broker.PeekAsync(Endpoints.PlanCompanies), messages => messages.Count > 0, "the command in the queue");

        using var envelope = JsonDocument.Parse(kept[0].GetProperty("payload").GetString()!);
        JsonSerializer.Serialize(envelope.RootElement.GetProperty("message"))
            .ShouldBe("""{"tenant_id":"acme","run_id":"11111111-2222-3333-4444-555555555555","batch_no":1,"attempt":1,"lane":"batch"}""");
    }

    [Test]
    public async Task An_event_reaches_who_subscribed_and_a_command_type_has_no_subscription()
    {
        await _host.Services.GetRequiredService<IBus>().Publish(new InvoicesIssued("acme", RunId, 3, 1, [], []));

        (await _inbox.FirstAsync<InvoicesIssued>()).BatchNo.ShouldBe(3);
        await _host.Services.GetRequiredService<IBus>().Publish(Batch);
        await _host.Services.GetRequiredService<IBus>().Publish(new InvoicesIssued("acme", RunId, 4, 1, [], []));
        await Eventually.HoldsAsync(() => Task.FromResult(_inbox.All<InvoicesIssued>().Count == 2), "the second event");
        _inbox.All<RateCompanies>().ShouldBeEmpty();
    }

    [Test]
    public async Task Queues_are_quorum_queues_that_dead_letter_at_least_once()
    {
        var queue = await _broker.QueueAsync(Endpoints.RateCompanies);
        var dead = await _broker.QueueAsync("rate-companies_dead");

        JsonSerializer.Serialize(queue.GetProperty("arguments").EnumerateObject().OrderBy(argument => argument.Name, StringComparer.Ordinal).ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal))
            .ShouldBe("""{"x-dead-letter-exchange":"","x-dead-letter-routing-key":"rate-companies_dead","x-dead-letter-strategy":"at-least-once","x-delivery-limit":50,"x-overflow":"reject-publish","x-queue-type":"quorum"}""");
        dead.GetProperty("type").GetString().ShouldBe("quorum");
        var names = (await _broker.QueuesAsync()).Keys.ToList();
        names.ShouldContain(name => string.Equals(name, "billing-run-requests_dead", StringComparison.Ordinal));
        names.ShouldNotContain(name => name.EndsWith("_error", StringComparison.Ordinal) || name.EndsWith("_skipped", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_batch_that_cannot_be_handled_is_told_to_the_planner_as_failed()
    {
        _inbox.OnMessage = message => message is RateCompanies ? throw new InvalidOperationException("The batch trips a bug.") : Task.CompletedTask;

        await SendAsync(Endpoints.RateCompanies, Batch);

        var failed = await _inbox.FirstAsync<CompanyFailed>();
        failed.ShouldBe(new CompanyFailed(
            "acme", RunId, 7,
            new("delivery.exhausted", "A batch could not be handled at rate-companies: The batch trips a bug.", "The log of that service has the cause; retry the run's failed companies once it is mended.", "rate-companies")));
        _inbox.Attempts.ShouldBe(5, "one delivery, three more tries, and the CompanyFailed");
    }

    [Test]
    public async Task A_batch_the_broker_gave_up_on_is_told_to_the_planner_too()
    {
        await _broker.PublishAsync(
            "companies-rated-interactive_dead",
            """
            {"messageType":["urn:message:Billing.Contracts:CompaniesRated"],"message":{"tenant_id":"acme","run_id":"11111111-2222-3333-4444-555555555555","batch_no":9,"attempt":3,
             "lane":"interactive","mode":"final","pipeline_digest":"aa","companies":[],"failed":[]}}
            """,
            "application/vnd.masstransit+json");

        var failed = await _inbox.FirstAsync<CompanyFailed>();

        (failed.TenantId, failed.RunId, failed.BatchNo, failed.Error.Code).ShouldBe(("acme", RunId, 9, "delivery.exhausted"));
        failed.Error.Message.ShouldBe("A batch could not be handled at companies-rated-interactive: the broker gave up on it.");
    }

    [Test]
    public async Task A_malformed_message_is_kept_as_it_came_and_the_next_is_handled()
    {
        await _broker.PublishAsync(Endpoints.CompanyFailed, "{ not json");
        await _broker.PublishAsync(Endpoints.CompanyFailed, "[1,2]", "application/vnd.masstransit+json");
        await SendAsync(Endpoints.CompanyFailed, new CompanyFailed("acme", RunId, 1, new("internal", "x")));

        (await _inbox.FirstAsync<CompanyFailed>()).TenantId.ShouldBe("acme");
        var dead = await Eventually.GetAsync(() => _broker.PeekAsync("company-failed_dead"), messages => messages.Count == 2, "both messages in the dead-letter queue");
        dead.Select(message => message.GetProperty("payload").GetString()).ShouldBe(["{ not json", "[1,2]"], ignoreOrder: true);
        (await _broker.PeekAsync(Endpoints.CompanyFailed)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_message_of_another_kind_is_kept_too()
    {
        await SendAsync(Endpoints.CompanyFailed, new CancelRun("acme", RunId, "someone"));

        var dead = await Eventually.GetAsync(() => _broker.PeekAsync("company-failed_dead"), messages => messages.Count == 1, "the message in the dead-letter queue");

        dead[0].GetProperty("payload").GetString().ShouldNotBeNull().ShouldContain("CancelRun");
    }

    [Test]
    public async Task A_malformed_dead_letter_is_kept_where_nobody_consumes()
    {
        await _broker.PublishAsync(Endpoints.RateCompanies, "{ not json");

        var kept = await Eventually.GetAsync(() => _broker.PeekAsync("rate-companies_dead_kept"), messages => messages.Count == 1, "the message in the queue of what is kept");

        kept[0].GetProperty("payload").GetString().ShouldBe("{ not json");
        _inbox.All<CompanyFailed>().ShouldBeEmpty();
    }

    [Test]
    public async Task While_the_database_is_out_of_reach_a_consumer_waits_and_then_goes_on()
    {
        var failures = 6;
        _inbox.OnMessage = message => message is RateCompanies && Interlocked.Decrement(ref failures) >= 0
            ? throw new NpgsqlException("connect", new System.Net.Sockets.SocketException(111))
            : Task.CompletedTask;

        await SendAsync(Endpoints.RateCompanies, Batch);

        (await _inbox.FirstAsync<RateCompanies>()).BatchNo.ShouldBe(7);
        _inbox.Attempts.ShouldBe(7);
        (await _broker.PeekAsync("rate-companies_dead")).ShouldBeEmpty();
    }

    [Test]
    public async Task One_trace_goes_with_the_message()
    {
        string? seen = null;
        _inbox.OnMessage = _ =>
        {
            seen = System.Diagnostics.Activity.Current?.TraceId.ToHexString();
            return Task.CompletedTask;
        };
        using var run = BillingTelemetry.Source.StartActivity("test run");

        await SendAsync(Endpoints.RateCompanies, Batch);

        await _inbox.FirstAsync<RateCompanies>();
        seen.ShouldBe(run.ShouldNotBeNull().TraceId.ToHexString());
    }

    private Task SendAsync<T>(string endpoint, T message)
        where T : class => _host.Services.GetRequiredService<IBus>().SendToAsync(endpoint, message, CancellationToken.None);
}
