using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Rating;
using Billing.Tests.Support;
using Npgsql;

namespace Billing.Planner.Tests.Planning;

[TestFixture]
internal sealed class InputTests
{
    private TestDatabase _database = null!;
    private PlannerHost _planner = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database);
        var usage = StubRegistry.Manifest("RateTiersPack", "^1.0", "config_id");
        _planner.Registry.Manifests["hash"] = usage with
        {
            Requires = usage.Requires with
            {
                Events = [new PackRequirement { Kind = "UsageRecordsPack", VersionRange = "^1.0", Fields = ["usage_id", "quantity"] }],
            },
        };
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task An_input_is_canonical_and_holds_the_companys_facts_as_the_catalog_types_them()
    {
        await _planner.LoadAsync("CompanyPack", Rows.Company("a").Replace("}", ""","x_rate":1.50,"x_note":"é \"q\" 😀"}""", StringComparison.Ordinal));
        await _planner.LoadAsync("BillingCyclesPack", Rows.Cycle("a", "2025-01"));
        await _planner.LoadAsync("RateTiersPack", """{"config_id":"k","min_quantity":"10.500","max_quantity":null,"rate_cents":"2.50"}""", """{"config_id":"k","min_quantity":"9","max_quantity":"10.5","rate_cents":"3"}""");
        await _planner.LoadAsync("UsageRecordsPack", Rows.UsageRecord("a", "u-2", "2025-01-05T01:30:00.250+02:00"), Rows.UsageRecord("a", "u-1", "2025-01-31T23:59:59Z", "\"-0.0\""));

        var (bytes, run) = await PlanAsync("a");

        CanonicalJson.IsCanonical(bytes).ShouldBeTrue();
        const string Seed = "9bec06fa5b9fb93859a89d25395c735d33b7f44d242f887d36ef5a663243d003"; // SHA-256 of acme|a|a-2025-01
        const string Company = """
            {"company_id":"a","company_name":"Company a","credit_balance_cents":0,"currency_code":"USD","default_tax_region":null,"is_reverse_charge":false,"is_tax_exempt":false,
            "region_code":null,"time_zone":null,"x_note":"é \"q\" 😀","x_rate":"1.5"}
            """;
        var expected = $$$"""
            {"balances":[],
            "context":{"company":{{{Company}}},"now":"{{{run.AsOf:yyyy-MM-dd'T'HH:mm:ss'Z'}}}",
            "period":{"billing_cycle":"monthly","billing_cycle_id":"a-2025-01","end":"2025-02-01","start":"2025-01-01"},"seed":"{{{Seed}}}","tax_date":"2025-02-01","tenant_id":"acme"},
            "events":{"UsageRecordsPack":[
            {"company_id":"a","invoiced":false,"plan_id":null,"quantity":"0","service_id":"s-1","usage_date":"2025-01-31T23:59:59.000Z","usage_id":"u-1"},
            {"company_id":"a","invoiced":false,"plan_id":null,"quantity":"1.5","service_id":"s-1","usage_date":"2025-01-04T23:30:00.250Z","usage_id":"u-2"}]},
            "facts":{"AssignmentPack":[],"BilledEventsPack":[],
            "BillingCyclesPack":[{"billing_cycle":"monthly","billing_cycle_id":"a-2025-01","effective_date":"2025-01-01","end_convention":"exclusive","is_closed":false,
            "period_end_date":"2025-02-01","period_start_date":"2025-01-01","tax_date":null}],
            "CompanyPack":[{{{Company}}}],"CompanyTaxRatesPack":[],"PlanPack":[],"PlanServiceConfigPack":[],
            "RateTiersPack":[{"config_id":"k","max_quantity":"10.5","min_quantity":"9","rate_cents":"3"},{"config_id":"k","max_quantity":null,"min_quantity":"10.5","rate_cents":"2.5"}],
            "TaxRatesPack":[]}}
            """;
        Encoding.UTF8.GetString(bytes).ShouldBe(expected.ReplaceLineEndings(""));
    }

    [Test]
    public async Task Events_are_narrowed_to_the_period_and_one_cycle_on_either_side()
    {
        await LoadTwoAsync();
        await _planner.LoadAsync(
            "UsageRecordsPack",
            Rows.UsageRecord("a", "before", "2024-11-30T23:59:59Z"),
            Rows.UsageRecord("a", "first", "2024-12-01T00:00:00Z"),
            Rows.UsageRecord("a", "last", "2025-02-28T23:59:59Z"),
            Rows.UsageRecord("a", "after", "2025-03-01T00:00:00Z"),
            Rows.UsageRecord("b", "of-b", "2025-01-05T00:00:00Z"));

        var (bytes, _) = await PlanAsync("a");

        using var input = JsonDocument.Parse(bytes);
        input.RootElement.GetProperty("events").GetProperty("UsageRecordsPack").EnumerateArray().Select(row => row.GetProperty("usage_id").GetString()).ShouldBe(["first", "last"]);
    }

    [Test]
    public async Task The_cycles_own_tax_date_wins_over_the_policy()
    {
        await _planner.LoadAsync("CompanyPack", Rows.Company("a"));
        await _planner.LoadAsync("BillingCyclesPack", Rows.Cycle("a", "2025-01", taxDate: "2025-06-15"));

        using var input = JsonDocument.Parse((await PlanAsync("a")).Bytes);

        input.RootElement.GetProperty("context").GetProperty("tax_date").GetString().ShouldBe("2025-06-15");
    }

    [Test]
    public async Task An_input_does_not_depend_on_the_run_nor_on_who_else_is_in_the_batch()
    {
        await LoadTwoAsync();
        await _planner.LoadAsync("UsageRecordsPack", Rows.UsageRecord("a", "u-1", "2025-01-05T00:00:00Z"));
        var asOf = new DateTimeOffset(2025, 2, 1, 0, 0, 0, TimeSpan.Zero);

        var alone = await _planner.RunToEndAsync(Request("a") with { AsOf = asOf });
        var together = await _planner.RunToEndAsync(Request() with { AsOf = asOf, Mode = RunMode.Final });

        (await _planner.CompaniesAsync(together.RunId)).Single(company => company.CompanyId is "a").InputDigest
            .ShouldBe((await _planner.CompaniesAsync(alone.RunId)).Single().InputDigest);
    }

    [Test]
    public async Task A_batch_costs_one_query_a_pack_however_many_companies_it_holds()
    {
        await _planner.LoadCompaniesAsync(40);
        var queries = new List<string>();
        var name = new NpgsqlConnectionStringBuilder(_database.ConnectionString).Database;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                var sql = activity.GetTagItem("db.query.text") as string ?? activity.GetTagItem("db.statement") as string;
                var database = activity.GetTagItem("db.namespace") as string ?? activity.GetTagItem("db.name") as string;
                if (sql is not null && string.Equals(database, name, StringComparison.Ordinal) && sql.Contains("any(@companies)", StringComparison.Ordinal) | sql.Contains("unnest(@companies, @starts", StringComparison.Ordinal))
                {
                    lock (queries)
                        queries.Add(sql);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        var run = await _planner.RunToEndAsync(Request());

        run.Counts.Succeeded.ShouldBe(40);
        _planner.Downstream.Batches.ShouldHaveSingleItem().Companies.Count.ShouldBe(40);
        var read = queries.Where(sql => sql.Contains("order by p.", StringComparison.Ordinal)).Select(sql => sql.Split("from \"facts\".\"")[1].Split('"')[0]).ToList();
        read.Order().ShouldBe(
            ["assignment_pack", "billed_events_pack", "billing_cycles_pack", "company_pack", "company_tax_rates_pack", "plan_pack", "plan_service_config_pack", "rate_tiers_pack", "tax_rates_pack", "usage_records_pack"]);
    }

    [Test]
    public async Task Planning_a_batch_again_gives_the_same_inputs()
    {
        await LoadTwoAsync();
        var run = await _planner.RunToEndAsync(Request());
        await _database.ExecuteAsync("update planner.run_companies set state = 'sent'");

        var again = await _planner.Get<Billing.Planner.Planning.BatchPlanner>().PlanAsync(new PlanCompanies("acme", run.RunId, 1, 2, Lane.Batch), CancellationToken.None);

        again!.Attempt.ShouldBe(2);
        again.Companies.ShouldBe(_planner.Downstream.Batches[0].Companies);
    }

    [Test]
    public async Task A_company_without_a_row_fails_alone()
    {
        await LoadTwoAsync();
        await _planner.LoadAsync("BillingCyclesPack", Rows.Cycle("ghost", "2025-01"));
        await _database.ExecuteAsync("update facts.billing_cycles_pack set billing_cycle = 'lunar' where company_id = 'b'");

        var run = await _planner.RunToEndAsync(Request());

        (await _planner.CompaniesAsync(run.RunId)).Select(company => (company.CompanyId, company.Error?.Code)).ShouldBe([("a", null), ("b", "fact.invalid"), ("ghost", "company.unknown")]);
    }

    [Test]
    public async Task Another_fact_source_is_a_schema_of_views_and_its_gaps_are_named()
    {
        await LoadTwoAsync();
        await _database.ExecuteAsync(
            """
            create schema psa;
            grant usage on schema psa to billing_planner;
            create view psa.company_pack as select tenant_id, company_id, company_name || ' of the PSA' as company_name, is_tax_exempt, default_tax_region, region_code,
                currency_code, is_reverse_charge, time_zone from facts.company_pack;
            create view psa.billing_cycles_pack as select * from facts.billing_cycles_pack;
            create view psa.assignment_pack as select * from facts.assignment_pack;
            create view psa.plan_pack as select * from facts.plan_pack;
            create view psa.tax_rates_pack as select * from facts.tax_rates_pack;
            create view psa.company_tax_rates_pack as select * from facts.company_tax_rates_pack;
            create view psa.billed_events_pack as select * from facts.billed_events_pack;
            create view psa.rate_tiers_pack as select * from facts.rate_tiers_pack;
            grant select on all tables in schema psa to billing_planner;
            """);
        await using var planner = await PlannerHost.StartAsync(_database, factSources: "psa=psa");
        var request = Request("a") with { FactSource = "psa" };

        var run = await planner.RunToEndAsync(request);
        var name = (await planner.CompaniesAsync(run.RunId)).Single().CompanyName;
        planner.Registry.Manifests["hash"] = StubRegistry.Manifest("CompanyPack", "^1.0", "credit_balance_cents");
        var missingField = await planner.RefusalAsync(request);
        planner.Registry.Manifests["hash"] = StubRegistry.Manifest("UsageConfigPack", "^1.0", "config_id");
        var missingPack = await planner.RefusalAsync(request);

        name.ShouldBe("Company a of the PSA");
        missingField.ShouldSatisfyAllConditions(error => error.Code.ShouldBe("fact.field_missing"), error => error.Message.ShouldContain("company_pack of fact source 'psa' has no column credit_balance_cents"));
        missingPack.ShouldSatisfyAllConditions(error => error.Code.ShouldBe("fact.pack_missing"), error => error.Message.ShouldContain("usage_config_pack"));
    }

    private async Task LoadTwoAsync()
    {
        await _planner.LoadAsync("CompanyPack", Rows.Company("a"), Rows.Company("b"));
        await _planner.LoadAsync("BillingCyclesPack", Rows.Cycle("a", "2025-01"), Rows.Cycle("b", "2025-01"));
    }

    private async Task<(byte[] Bytes, RunView Run)> PlanAsync(string companyId)
    {
        var run = await _planner.RunToEndAsync(Request(companyId));
        var digest = (await _planner.CompaniesAsync(run.RunId)).Single().InputDigest!;
        return ((await _planner.Get<ISnapshotStore>().FindAsync(PlannerHost.Tenant, digest, CancellationToken.None))!, run);
    }

    private static RunBilling Request(params string[] companies) => new()
    {
        TenantId = PlannerHost.Tenant,
        Period = new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1)),
        CompanyIds = companies.Length == 0 ? null : companies,
    };
}
