using System.Diagnostics;
using Billing.Contracts;
using Billing.Integration.Tests.Delivery;
using Billing.Integration.Tests.Processes;
using Billing.Tests.Support;

namespace Billing.Integration.Tests.Chaos;

/// <summary>
/// Planner, executor and invoice service are killed over and over in mid-run, while the broker delivers every message twice: everyone is billed once, no number is missing and the
/// run ends. The everyday suite kills each service once; <c>tools/test --full</c> does so many times, more than one at a time.
/// </summary>
[NonParallelizable]
public sealed class ChaosTests
{
    private const string Tenant = "acme";
    private const int Seed = 20_261_122;
    private const int CompaniesDuePerCopy = 276;
    private static readonly DateOnly DueBy = new(2031, 1, 1);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    /// <summary>Small batches, so that many messages are on their way at any time, and short waits for those that died with their process.</summary>
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Planner__BatchSize"] = "8",
        ["Planner__Window"] = "6",
        ["Planner__UnreportedAfter"] = "00:00:10",
        ["Planner__AnnounceAfter"] = "00:00:02",
    };

    private static readonly string[] Doubled = [Endpoints.PlanCompanies, Endpoints.RateCompanies, Endpoints.CompaniesRated, Endpoints.RunOutcomes];

    private static RunBilling Request(string key) => new() { TenantId = Tenant, IdempotencyKey = key, Mode = RunMode.Final, DueBy = DueBy };

    [Test]
    [CancelAfter(900_000)]
    public async Task Whatever_dies_and_whatever_comes_twice_everyone_is_billed_once()
    {
        var copies = TestScale.Of(quick: 1, full: 8);
        var kills = Kill.Plan(Seed, rounds: TestScale.Of(quick: 1, full: 10));
        await using var house = await BillingHouse.StartAsync(executors: 1, Settings);
        await house.LoadSampleAsync(Tenant, copies);
        await using var twice = await EveryMessageTwice.StartAsync(house.Broker.Address, Doubled);
        var run = await house.Client.StartRunAsync(Request("chaos"), CancellationToken.None);
        var watch = Stopwatch.StartNew();

        foreach (var kill in kills)
        {
            await WaitUntilSettledAsync(house, run.RunId, kill.Progress);
            (await IsCompletedAsync(house, run.RunId)).ShouldBeFalse($"the run was over before {kill}");
            await house.KillAndRestartAsync(kill.Service);
            Tell($"killed {kill.Service} at {kill.Progress:P0}");
        }

        await WaitAsync(house, () => IsCompletedAsync(house, run.RunId), "the run to complete");
        Tell("the run completed");
        await Task.WhenAll(kills.Select(kill => kill.Service).Distinct(StringComparer.Ordinal).Select(service => house.Latest(service).WaitUntilReadyAsync(CancellationToken.None)));
        await WaitAsync(house, () => IsQuietAsync(house), "the second deliveries to be handled");
        Tell($"{twice.Repeated.Values.Sum()} messages delivered a second time");

        var finished = (await house.Client.GetRunAsync(Tenant, run.RunId, CancellationToken.None)).ShouldNotBeNull();
        finished.Counts.Total.ShouldBe(CompaniesDuePerCopy * copies);
        finished.Counts.Open.ShouldBe(0);
        (finished.Counts.Succeeded + finished.Counts.NothingToBill + finished.Counts.Failed).ShouldBe(finished.Counts.Total);
        var books = new InvoiceBooks(house.Database, Tenant);
        (await books.InvoiceCountAsync()).ShouldBe(finished.Counts.Succeeded);
        await books.ShouldBeInOrderAsync(run.RunId);
        (await house.Broker.QueuesAsync()).Where(queue => queue.Key.EndsWith(Endpoints.DeadSuffix, StringComparison.Ordinal) && Messages(queue.Value) > 0).ShouldBeEmpty();
        twice.Repeated.Keys.ShouldBe(Doubled, ignoreOrder: true);

        // Asking again names the same run; a later run finds nobody whom the chaos left out.
        (await house.Client.StartRunAsync(Request("chaos"), CancellationToken.None)).RunId.ShouldBe(run.RunId);
        var later = await house.Client.StartRunAsync(Request("later"), CancellationToken.None);
        later = await house.WaitUntilFinishedAsync(Tenant, later.RunId, Deadline);
        later.Counts.Succeeded.ShouldBe(0);
        later.Counts.Failed.ShouldBe(finished.Counts.Failed, "a company failed for another reason than its own");
        (await house.Database.ScalarAsync<long>("select count(*) from planner.runs where completed_at is not null")).ShouldBe(2);

        void Tell(string what) => TestContext.Out.WriteLine($"{watch.Elapsed.TotalSeconds,6:F1} s: {what}");
    }

    /// <summary>Read from the database: the Planner may be dead.</summary>
    private static Task WaitUntilSettledAsync(BillingHouse house, Guid runId, double share) => WaitAsync(
        house,
        () => house.Database.ScalarAsync<bool>(
            """
            select count(*) filter (where state not in ('pending', 'sent')) >= greatest(1, floor(@share * count(*)))
            from planner.run_companies where tenant_id = @Tenant and run_id = @runId
            """,
            new { Tenant, runId, share }),
        $"{share:P0} of the run");

    private static Task<bool> IsCompletedAsync(BillingHouse house, Guid runId) =>
        house.Database.ScalarAsync<bool>("select completed_at is not null from planner.runs where tenant_id = @Tenant and run_id = @runId", new { Tenant, runId });

    private static async Task<bool> IsQuietAsync(BillingHouse house) => (await house.Broker.QueuesAsync()).Values.All(queue => Messages(queue) == 0);

    private static long Messages(System.Text.Json.JsonElement queue) => queue.TryGetProperty("messages", out var messages) ? messages.GetInt64() : 0;

    private static async Task WaitAsync(BillingHouse house, Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.HoldsAsync(condition, what, Deadline);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(exception.Message + Environment.NewLine + house.Logs, exception);
        }
    }
}
