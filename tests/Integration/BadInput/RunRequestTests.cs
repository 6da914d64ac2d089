using System.Net;
using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Integration.Tests.Processes;
using Billing.Tests.Support;

namespace Billing.Integration.Tests.BadInput;

/// <summary>Requests that cannot become a run, by command line, HTTP and queue: one typed error, and no run.</summary>
[NonParallelizable]
public sealed class RunRequestTests
{
    private const string Tenant = "bad-requests";
    private HttpClient _planner = null!;
    private SmallTenant _tenant = null!;

    private static BillingHouse House => BadInputHouse.House;

    [OneTimeSetUp]
    public async Task Load_one_company()
    {
        _planner = new HttpClient { BaseAddress = House.Addresses.Planner };
        _tenant = new SmallTenant(House.Client, Tenant);
        await _tenant.AddPlanAsync("plan-good", "Good");
        await _tenant.AddCompaniesAsync("plan-good", "good-1");
    }

    [OneTimeTearDown]
    public void Close() => _planner.Dispose();

    [Test]
    public async Task A_company_that_does_not_exist_is_named_by_the_command_line()
    {
        var (exitCode, output) = await House.RunCliAsync("run", "start", "--tenant", Tenant, "--due-by", "2025-02-01", "--company", "good-1", "--company", "nobody", "--key", "nobody-cli");

        exitCode.ShouldBe(3);
        Lines(output).ShouldBe([
            "error company.unknown: Tenant bad-requests has no company nobody.",
            "  way out: Correct the company ids, or load the companies' facts first.",
        ]);
        await ShouldHaveNoRunAsync("nobody-cli");
    }

    [Test]
    public async Task A_company_that_does_not_exist_is_named_over_HTTP()
    {
        var (status, error) = await PostRunAsync($$"""{"tenant_id":"{{Tenant}}","idempotency_key":"nobody-http","due_by":"2025-02-01","company_ids":["nobody"]}""");

        status.ShouldBe(HttpStatusCode.NotFound);
        error.ShouldBe(new BillingError("company.unknown", "Tenant bad-requests has no company nobody.", "Correct the company ids, or load the companies' facts first.", "nobody"));
        await ShouldHaveNoRunAsync("nobody-http");
    }

    [Test]
    public async Task A_period_that_ends_before_it_starts_is_refused_by_the_command_line()
    {
        var (exitCode, output) = await House.RunCliAsync("run", "start", "--tenant", Tenant, "--period", "2025-02-01:2025-01-01", "--key", "period-cli");

        exitCode.ShouldBe(2);
        Lines(output).ShouldBe([
            "error period.invalid: The period 2025-02-01:2025-01-01 ends before it starts.",
            "  way out: Write its first day, then its last: 2025-01-01:2025-01-31.",
        ]);
        await ShouldHaveNoRunAsync("period-cli");
    }

    [Test]
    public async Task A_period_that_ends_before_it_starts_is_refused_over_HTTP()
    {
        var (status, error) = await PostRunAsync($$"""{"tenant_id":"{{Tenant}}","idempotency_key":"period-http","period":{"start":"2025-02-01","end":"2025-01-01"} }""");

        status.ShouldBe(HttpStatusCode.BadRequest);
        error.Code.ShouldBe("period.invalid");
        error.Message.ShouldBe("The period ends on 2025-01-01, which is not after its start 2025-02-01.");
        error.WayOut.ShouldBe("A period is half-open: its end is the first day not covered, at least one day after its start.");
        error.Subject.ShouldBe("2025-02-01..2025-01-01");
        await ShouldHaveNoRunAsync("period-http");
    }

    [TestCase("this is not JSON", null, "request.invalid", "The request is not a RunBilling document: 'this is not JSON' is an invalid JSON literal. Expected the literal 'true' (byte 2).")]
    [TestCase("""{"tenant_id":"bad-requests","idempotency_key":"queue-soon","due_by":"soon"}""", "queue-soon", "request.invalid", "The request is not a RunBilling document: the value at $.due_by is not of its type (byte 75).")]
    [TestCase("""{"tenant_id":"bad-requests","idempotency_key":"queue-member","due":"2025-02-01"}""", "queue-member", "request.invalid", "The request is not a RunBilling document: $.due is not a member of it (byte 68).")]
    [TestCase("""{"idempotency_key":"queue-tenant","due_by":"2025-02-01"}""", "queue-tenant", "request.invalid", "The request is not a RunBilling document: it lacks 'tenant_id'.")]
    [TestCase("""{"tenant_id":"bad-requests","idempotency_key":"queue-period","period":{"start":"2025-02-01","end":"2025-01-01"}}""", "queue-period", "period.invalid", "The period ends on 2025-01-01, which is not after its start 2025-02-01.")]
    [TestCase("""{"tenant_id":"bad-requests","idempotency_key":"queue-nobody","due_by":"2025-02-01","company_ids":["nobody"]}""", "queue-nobody", "company.unknown", "Tenant bad-requests has no company nobody.")]
    public async Task A_request_on_the_queue_that_is_none_is_kept_answered_and_in_nobodys_way(string body, string? key, string code, string message)
    {
        await using var answers = await Subscription<RunRequestRejected>.StartAsync(House.Broker.Address, BillingJson.Default.RunRequestRejected);
        var good = _tenant.FinalRun($"behind {key ?? "text"}") with { RunId = Guid.NewGuid() };

        await House.Broker.PublishAsync(Endpoints.RunRequests, body);
        await House.RequestRunAsync(good);

        await Eventually.HoldsAsync(() => Task.FromResult(answers.Messages.Any(answer => answer.IdempotencyKey == key)), "the answer on the bus");
        var answer = answers.Messages.Single(answer => answer.IdempotencyKey == key);
        (answer.Error.Code, answer.Error.Message).ShouldBe((code, message));
        answer.Error.WayOut.ShouldNotBeNullOrEmpty();
        var kept = await Eventually.GetAsync(() => KeptAsync(body), rows => rows.Count == 1 && rows[0].Announced, "the kept request");
        kept[0].ShouldBe((code, message, true));
        (await House.WaitUntilFinishedAsync(Tenant, good.RunId!.Value, TimeSpan.FromMinutes(1))).Counts.Failed.ShouldBe(0, "the good request behind it was carried out");
        await ShouldHaveNoRunAsync(key ?? "");
        (await DeadLettersAsync()).ShouldBe(0);
    }

    private async Task<(HttpStatusCode Status, BillingError Error)> PostRunAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _planner.PostAsync(new Uri("api/runs", UriKind.Relative), content);
        return (response.StatusCode, JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), BillingJson.Default.BillingError)!);
    }

    private static async Task ShouldHaveNoRunAsync(string key) =>
        (await House.Database.ScalarAsync<long>("select count(*) from planner.runs where tenant_id = 'bad-requests' and idempotency_key = @key", new { key })).ShouldBe(0);

    private static Task<IReadOnlyList<(string Code, string Message, bool Announced)>> KeptAsync(string body) => House.Database.QueryAsync<(string, string, bool)>(
        "select error->>'code', error->>'message', announced_at is not null from planner.rejected_requests where body = @body", new { body = Encoding.UTF8.GetBytes(body) });

    private static async Task<long> DeadLettersAsync() => (await House.Broker.DepthsAsync())[Endpoints.DeadOf(Endpoints.RunRequests)];

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
