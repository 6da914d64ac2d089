using System.Net;
using System.Net.Http.Json;
using Billing.Contracts;
using Billing.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Billing.Executor.Tests;

[TestFixture]
internal sealed class ExecutionEndpointTests : ExecutorFixture
{
    [Test]
    public async Task Executions_are_found_by_run_company_input_and_charge_set()
    {
        var tenant = await NewTenantAsync();
        var run = Guid.NewGuid();
        var rated = await RateAsync(Batch(tenant, run, await PlannedAsync(new(tenant, "a"), new(tenant, "b"))));
        var b = rated.Companies[1];

        (await ListAsync($"api/tenants/{tenant}/executions?run_id={run}")).Items.Select(execution => execution.CompanyId).Order(StringComparer.Ordinal).ShouldBe(["a", "b"]);
        foreach (var query in new[] { "company_id=b", $"input_digest={b.InputDigest}", $"charge_set_digest={b.ChargeSetDigest}", $"company_id=b&billing_cycle_id=2025-01&run_id={run}" })
        {
            var found = (await ListAsync($"api/tenants/{tenant}/executions?{query}")).Items.Single();
            found.ShouldSatisfyAllConditions(
                () => (found.CompanyId, found.BillingCycleId, found.RunId, found.InputDigest, found.PipelineDigest).ShouldBe(("b", "2025-01", run, b.InputDigest, Pipeline.Digest)),
                () => (found.Execution.ModuleId, found.Execution.Outcome, found.Execution.Stage).ShouldBe(("mod.flat", "ok", "producers")),
                () => found.Execution.Fuel.ShouldBeGreaterThan(0));
        }

        (await ListAsync($"api/tenants/{tenant}/executions?company_id=b&billing_cycle_id=2024-12")).Items.ShouldBeEmpty();
    }

    [Test]
    public async Task Executions_come_page_by_page()
    {
        var tenant = await NewTenantAsync();
        var run = Guid.NewGuid();
        await RateAsync(Batch(tenant, run, await PlannedAsync(new(tenant, "a"), new(tenant, "b"), new(tenant, "c"))));

        var first = await ListAsync($"api/tenants/{tenant}/executions?run_id={run}&limit=2");
        var second = await ListAsync($"api/tenants/{tenant}/executions?run_id={run}&limit=2&after={Uri.EscapeDataString(first.Next!)}");

        first.Items.Concat(second.Items).Select(execution => execution.CompanyId).Order(StringComparer.Ordinal).ShouldBe(["a", "b", "c"]);
        second.Next.ShouldBeNull();
    }

    [TestCase("")]
    [TestCase("?company_id=a&limit=0")]
    [TestCase("?company_id=a&after=nonsense")]
    public async Task A_request_that_cannot_be_answered_is_a_typed_error(string query)
    {
        using var response = await Host.Client.GetAsync(new Uri($"api/tenants/acme/executions{query}", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError))!.Code.ShouldBe("request.invalid");
    }

    [Test]
    public async Task A_tenants_transaction_sees_no_other_tenant()
    {
        var theirs = await NewTenantAsync();
        await RateAsync(Batch(theirs, Guid.NewGuid(), await PlannedAsync(new TestInput(theirs, "a"))));

        await using var transaction = await Host.Services.GetRequiredKeyedService<NpgsqlDataSource>("executor").BeginAsync("somebody-else", CancellationToken.None);

        (await transaction.Connection.ExecuteScalarAsync<long>("select count(*) from executor.charge_sets", transaction: transaction.Transaction)).ShouldBe(0);
        (await transaction.Connection.ExecuteScalarAsync<long>("select count(*) from executor.billing_executions", transaction: transaction.Transaction)).ShouldBe(0);
    }

    private async Task<Page<ExecutionView>> ListAsync(string path) =>
        (await Host.Client.GetFromJsonAsync(new Uri(path, UriKind.Relative), BillingJson.Default.PageExecutionView))!;
}
