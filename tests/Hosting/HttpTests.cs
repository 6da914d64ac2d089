using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Hosting.Tests;

[TestFixture]
internal sealed class HttpTests
{
    private TestDatabase _database = null!;
    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _host = await TestHost.StartAsync(_database, broker: null, [new ProbeModule(new())]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_host_is_live_and_ready()
    {
        (await _host.Client.GetStringAsync("/health/live")).ShouldBe("""{"status":"healthy","checks":{}}""");
        (await _host.Client.GetStringAsync("/health/ready")).ShouldBe("""{"status":"healthy","checks":{"masstransit-bus":{"status":"healthy","reason":"Ready"},"database":{"status":"healthy"}}}""");
    }

    [Test]
    public async Task A_contract_goes_in_and_out_in_its_one_form()
    {
        const string Body = """{"tenant_id":"acme","mode":"final","period":{"start":"2025-01-01","end":"2025-02-01"},"as_of":"2025-02-01T00:00:00Z","lane":"interactive"}""";

        using var response = await PostAsync("/api/probe", Body);

        (await response.Content.ReadAsStringAsync()).ShouldBe(Body);
    }

    [TestCase("{", "The body is not what is expected")]
    [TestCase("""{"mode":"final"}""", "tenant_id")]
    [TestCase("""{"tenant_id":"acme","mode":"maybe"}""", "mode")]
    public async Task A_body_that_is_none_is_refused_by_name(string body, string named)
    {
        using var response = await PostAsync("/api/probe", body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await ReadErrorAsync(response);
        error.Code.ShouldBe("request.invalid");
        error.Message.ShouldContain(named);
    }

    [Test]
    public async Task A_typed_error_is_answered_as_it_is()
    {
        using var response = await _host.Client.GetAsync("/api/probe/typed");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":"run.unknown","message":"There is no run 7.","way_out":"alga-billing run list","subject":"7"}""");
    }

    [Test]
    public async Task A_bug_is_answered_with_its_trace_and_without_its_secrets()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/probe/bug");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await _host.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var error = await ReadErrorAsync(response);
        error.ShouldBe(new BillingError("internal", "Something failed that nobody foresaw.", "The log has it under trace 0af7651916cd43dd8448eb211c80319c.", "0af7651916cd43dd8448eb211c80319c"));
    }

    [Test]
    public async Task An_address_that_is_none_is_answered_with_an_error_too()
    {
        using var response = await _host.Client.GetAsync("/api/nothing");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ReadErrorAsync(response)).Message.ShouldBe("There is no GET /api/nothing here.");
    }

    [Test]
    public async Task The_api_describes_itself()
    {
        var document = await _host.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        document.GetProperty("info").GetProperty("title").GetString().ShouldBe("Billing Services");
        document.GetProperty("paths").TryGetProperty("/api/probe", out _).ShouldBeTrue();
        document.GetProperty("components").GetProperty("schemas").GetProperty("RunBilling").GetProperty("properties").TryGetProperty("tenant_id", out _).ShouldBeTrue();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _host.Client.PostAsync(path, content);
    }

    private static async Task<BillingError> ReadErrorAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError)).ShouldNotBeNull();
}
