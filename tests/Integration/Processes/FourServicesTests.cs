using Billing.Contracts;

namespace Billing.Integration.Tests.Processes;

/// <summary>The four services and a second executor as processes of their own, on RabbitMQ.</summary>
[NonParallelizable]
public sealed class FourServicesTests
{
    private const string Tenant = "acme";
    private const int Copies = 2;

    /// <summary>The sample's 280 companies, less 4 whose cycle was invoiced elsewhere.</summary>
    private const int CompaniesDue = 276 * Copies;

    private static readonly DateOnly DueBy = new(2031, 1, 1);
    private static readonly TimeSpan RunDeadline = TimeSpan.FromMinutes(3);

    [Test]
    [CancelAfter(300_000)]
    public async Task A_request_on_the_queue_becomes_one_invoice_for_every_company_in_one_trace()
    {
        await using var house = await BillingHouse.StartAsync(executors: 2);
        await house.LoadSampleAsync(Tenant, Copies);
        var request = new RunBilling { TenantId = Tenant, RunId = Guid.NewGuid(), IdempotencyKey = "january", Mode = RunMode.Final, DueBy = DueBy };

        await house.RequestRunAsync(request);
        await house.RequestRunAsync(request); // A requester that asks twice gets one run.
        var run = await house.WaitUntilFinishedAsync(Tenant, request.RunId!.Value, RunDeadline);

        run.Counts.Total.ShouldBe(CompaniesDue);
        run.Counts.Open.ShouldBe(0);
        run.Counts.Succeeded.ShouldBeGreaterThan(0);
        (run.Counts.Succeeded + run.Counts.NothingToBill + run.Counts.Failed).ShouldBe(CompaniesDue);
        var books = new InvoiceBooks(house.Database, Tenant);
        (await books.InvoiceCountAsync()).ShouldBe(run.Counts.Succeeded);
        await books.ShouldBeInOrderAsync(run.RunId);
        (await house.Database.ScalarAsync<long>("select count(*) from planner.runs where tenant_id = 'acme'")).ShouldBe(1);
        (await TracesAsync(house)).ShouldBe([run.TraceId!]);

        house.Executors.ShouldAllBe(executor => executor.Log.Contains("on announcement", StringComparison.Ordinal), house.Logs);

        var late = house.StartExecutor();
        await late.WaitUntilReadyAsync(CancellationToken.None);
        var again = await house.Client.StartRunAsync(new RunBilling { TenantId = Tenant, IdempotencyKey = "again", Mode = RunMode.Final, DueBy = DueBy }, CancellationToken.None);
        again = await house.WaitUntilFinishedAsync(Tenant, again.RunId, RunDeadline);
        again.Counts.Succeeded.ShouldBe(0, "a second run bills nobody twice");
        (await books.InvoiceCountAsync()).ShouldBe(run.Counts.Succeeded);
        late.Log.ShouldContain("on start", customMessage: "an executor that comes later is ready before it takes a batch");
        house.Executors.ShouldAllBe(executor => !executor.Log.Contains("on batch", StringComparison.Ordinal), "no batch waited for compilation: " + house.Logs);
    }

    /// <summary>Every trace that any service recorded, with the run, its executions and its invoices.</summary>
    private static Task<IReadOnlyList<string>> TracesAsync(BillingHouse house) => house.Database.QueryAsync<string>(
        """
        select trace_id from planner.runs
        union select trace_id from executor.billing_executions
        union select trace_id from invoice.invoices
        """);
}
