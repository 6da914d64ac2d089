using System.Text;
using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Planner.Tests.Runs;

[TestFixture]
internal sealed class RunRequestQueueTests
{
    private TestDatabase _database = null!;
    private TestBroker _broker = null!;
    private PlannerHost _planner = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database, broker: _broker);
        await _planner.LoadCompaniesAsync(2);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [TestCase("application/json")]
    [TestCase("text/plain")]
    public async Task Plain_JSON_on_the_queue_starts_a_run(string contentType)
    {
        var runId = Guid.NewGuid();

        await _broker.PublishAsync(
            Endpoints.RunRequests,
            $$"""{"tenant_id":"acme","idempotency_key":"queue {{contentType}}","run_id":"{{runId}}","mode":"preview","period":{"start":"2025-01-01","end":"2025-02-01"} }""",
            contentType);

        await Eventually.HoldsAsync(async () => await _database.ScalarAsync<long>("select count(*) from planner.runs where run_id = @runId", new { runId }) == 1, "the run");
        (await _planner.FinishedAsync(runId)).Counts.Succeeded.ShouldBe(2);
    }

    [TestCase("{ this is not JSON", null, "request.invalid")]
    [TestCase("", null, "request.invalid")]
    [TestCase("""{"tenant_id":"acme","mode":"preview"}""", "acme", "request.invalid")]
    [TestCase("""{"tenant_id":"acme","idempotency_key":"k-1","run_id":"5f3bd0c8-5d1a-4b53-9a34-b7c0a5d1c001","period":{"start":"2025-02-01","end":"2025-01-01"}}""", "acme", "period.invalid")]
    [TestCase("""{"tenant_id":"acme","idempotency_key":"k-2","due_by":"2025-02-01","company_ids":["zoe"]}""", "acme", "company.unknown")]
    [TestCase("""{"tenant_id":"acme","idempotency_key":"k-3","mode":7}""", "acme", "request.invalid")]
    [TestCase("""{"tenant_id":"acme","idempotency_key":"k-4","due_by":"0001-01-01"}""", "acme", "request.invalid")]
    [TestCase("""{"tenant_id":"acme","idempotency_key":"k-5","due_by":"2025-02-01","company_ids":["c-001\u0000"]}""", "acme", "request.invalid")]
    [TestCase("""{"tenant_id":"acme","idempotency_key":"k-6","due_by":"2025-02-01","requested_by":"ada\u0000"}""", "acme", "request.invalid")]
    [TestCase("""{"tenant_id":"acme\u0000","idempotency_key":"k-7","due_by":"2025-02-01"}""", "acme\uFFFD", "request.invalid")]
    [TestCase("""{"tenant_id":"acme inc","idempotency_key":"k-8","due_by":"2025-02-01"}""", "acme inc", "request.invalid")]
    [TestCase("""{"tenant_id":"acme","idempotency_key":"k-9","mode":"dual_run","due_by":"2025-02-01"}""", "acme", "request.invalid")]
    public async Task A_request_that_cannot_become_a_run_is_kept_and_answered(string body, string? tenant, string code)
    {
        await _broker.PublishAsync(Endpoints.RunRequests, body);

        var rejected = await Eventually.GetAsync(
            async () => await _database.QueryAsync<(string Tenant, string Code, bool Announced)>(
                "select tenant_id, error->>'code', announced_at is not null from planner.rejected_requests where body = @body", new { body = Encoding.UTF8.GetBytes(body) }),
            rows => rows.Count == 1 && rows[0].Announced,
            "the kept request");
        rejected[0].ShouldBe((tenant ?? "", code, true));
        await Eventually.HoldsAsync(
            () => Task.FromResult(_planner.Downstream.Events<RunRequestRejected>().Any(answer => answer.Error.Code == code && answer.TenantId == tenant)), "the answer");
    }

    [Test]
    public async Task What_was_kept_but_never_answered_is_answered_by_the_sweeper()
    {
        await _database.ExecuteAsync(
            """
            insert into planner.rejected_requests (tenant_id, body_digest, body, idempotency_key, error, received_at)
            values ('acme', 'forgotten', '\x00', 'forgotten', '{"code":"request.invalid","message":"Forgotten."}', now() - interval '1 hour')
            """);

        await Eventually.HoldsAsync(
            () => Task.FromResult(_planner.Downstream.Events<RunRequestRejected>().Any(answer => answer.IdempotencyKey == "forgotten")), "the answer");
        await Eventually.HoldsAsync(
            async () => await _database.ScalarAsync<bool>("select announced_at is not null from planner.rejected_requests where body_digest = 'forgotten'"), "the mark");
    }
}
