using Billing.Contracts;
using Billing.Integration.Tests.Processes;
using Billing.Tests.Support;

namespace Billing.Integration.Tests.Delivery;

/// <summary>At-least-once delivery and dying executors: no invoice twice, none missing, no gap in the numbers.</summary>
[NonParallelizable]
public sealed class UnreliableDeliveryTests
{
    private const string Tenant = "acme";
    private static readonly DateOnly DueBy = new(2031, 1, 1);
    private static readonly TimeSpan RunDeadline = TimeSpan.FromMinutes(4);

    [Test]
    [CancelAfter(400_000)]
    public async Task Every_message_delivered_twice_bills_everyone_once()
    {
        await using var house = await BillingHouse.StartAsync(executors: 1);
        await house.LoadSampleAsync(Tenant, copies: 2);
        string[] endpoints = [Endpoints.PlanCompanies, Endpoints.RateCompanies, Endpoints.CompaniesRated, Endpoints.RunOutcomes];
        await using var twice = await EveryMessageTwice.StartAsync(house.Broker.Address, endpoints);

        var run = await house.Client.StartRunAsync(new RunBilling { TenantId = Tenant, IdempotencyKey = "twice", Mode = RunMode.Final, DueBy = DueBy }, CancellationToken.None);
        run = await house.WaitUntilFinishedAsync(Tenant, run.RunId, RunDeadline);
        await Eventually.HoldsAsync(() => IsIdleAsync(house), "the second deliveries to be handled", RunDeadline);

        foreach (var endpoint in endpoints)
            twice.Repeated.GetValueOrDefault(endpoint).ShouldBeGreaterThan(0, $"{endpoint} was never delivered twice");
        run.Counts.Total.ShouldBe(552);
        run.Counts.Open.ShouldBe(0);
        var books = new InvoiceBooks(house.Database, Tenant);
        (await books.InvoiceCountAsync()).ShouldBe(run.Counts.Succeeded);
        await books.ShouldBeInOrderAsync(run.RunId);
        (await DeadLettersAsync(house)).ShouldBeEmpty();
    }

    [Test]
    [CancelAfter(400_000)]
    public async Task An_executor_killed_in_mid_run_loses_nobody()
    {
        await using var house = await BillingHouse.StartAsync(executors: 1);
        await house.LoadSampleAsync(Tenant, copies: 6);
        var run = await house.Client.StartRunAsync(new RunBilling { TenantId = Tenant, IdempotencyKey = "kill", Mode = RunMode.Final, DueBy = DueBy }, CancellationToken.None);

        var atTheKill = await house.WaitForRunAsync(Tenant, run.RunId, view => view.Counts.Total - view.Counts.Open > 0, RunDeadline);
        await house.Executors[0].KillAsync();
        atTheKill.Counts.Open.ShouldBeGreaterThan(0, "the executor was killed after the run, not in it");
        await house.StartExecutor().WaitUntilReadyAsync(CancellationToken.None);
        run = await house.WaitUntilFinishedAsync(Tenant, run.RunId, RunDeadline);

        run.Counts.Total.ShouldBe(1656);
        run.Counts.Open.ShouldBe(0);
        var books = new InvoiceBooks(house.Database, Tenant);
        (await books.InvoiceCountAsync()).ShouldBe(run.Counts.Succeeded);
        await books.ShouldBeInOrderAsync(run.RunId);
        (await DeadLettersAsync(house)).ShouldBeEmpty();
    }

    private static async Task<bool> IsIdleAsync(BillingHouse house) =>
        (await house.Broker.DepthsAsync()).Values.All(depth => depth == 0);

    private static async Task<IEnumerable<string>> DeadLettersAsync(BillingHouse house) =>
        (await house.Broker.DepthsAsync())
            .Where(queue => queue.Key.EndsWith(Endpoints.DeadSuffix, StringComparison.Ordinal) && queue.Value > 0)
            .Select(queue => queue.Key);
}
