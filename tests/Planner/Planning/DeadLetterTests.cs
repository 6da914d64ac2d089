using Billing.Contracts;
using Billing.Planner.Facts;
using Billing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Planner.Tests.Planning;

[TestFixture]
internal sealed class DeadLetterTests
{
    [TestCase(Lane.Batch)]
    [TestCase(Lane.Interactive)]
    public async Task A_batch_that_cannot_be_planned_ends_with_its_companies_failed_by_name(Lane lane)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var planner = await PlannerHost.StartAsync(database, services: services => services.AddSingleton<IFactSource, BrokenFactSource>());
        await planner.LoadCompaniesAsync(2);

        var run = await planner.RunToEndAsync(new RunBilling
        {
            TenantId = PlannerHost.Tenant,
            Lane = lane,
            Period = new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1)),
        });

        run.State.ShouldBe(RunState.CompletedWithFailures);
        (await planner.CompaniesAsync(run.RunId)).ShouldAllBe(company => company.Error!.Code == "delivery.exhausted" && company.Error.Message.Contains("out of order"));
    }

    private sealed class BrokenFactSource(FactTables tables) : IFactSource
    {
        public Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> DescribeAsync(string source, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, IReadOnlySet<string>>>(tables.All.ToDictionary(
                table => table.Name, table => (IReadOnlySet<string>)table.Fields.Select(field => field.Name).Append("tenant_id").Append("company_id").ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal));

        public Task<IReadOnlyList<PackRows>> ReadAsync(FactQuery query, CancellationToken cancellationToken) => throw new InvalidOperationException("The fact source is out of order.");
    }
}
