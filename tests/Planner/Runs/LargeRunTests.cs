using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Planner.Tests.Runs;

[TestFixture]
internal sealed class LargeRunTests
{
    [Test]
    public async Task The_database_knows_at_once_that_a_large_run_is_large()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var planner = await PlannerHost.StartAsync(database);
        await planner.LoadCompaniesAsync(1200);

        var run = await planner.RunToEndAsync(new RunBilling { TenantId = PlannerHost.Tenant, DueBy = new DateOnly(2025, 2, 1) });

        run.Counts.ShouldSatisfyAllConditions(counts => counts.Total.ShouldBe(1200), counts => counts.Succeeded.ShouldBe(1200), counts => counts.TotalCents["USD"].ShouldBe(120_000));
        planner.Downstream.Batches.Count.ShouldBe(24);
        (await database.QueryAsync<(string Name, float Rows)>(
            "select relname, reltuples from pg_class where oid in ('planner.run_companies'::regclass, 'facts.company_pack'::regclass, 'facts.billing_cycles_pack'::regclass)"))
            .ShouldAllBe(table => table.Rows == 1200);
    }
}
