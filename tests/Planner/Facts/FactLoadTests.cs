using System.Net;
using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Planner.Tests.Facts;

[TestFixture]
internal sealed class FactLoadTests
{
    private const string GoodUsage = """{"company_id":"c","usage_id":"u","service_id":"s","usage_date":"2025-01-05T00:00:00Z","quantity":"1","invoiced":false}""";
    private const string GoodCompany = """{"company_id":"c","company_name":"C","is_tax_exempt":false,"currency_code":"USD","is_reverse_charge":false,"credit_balance_cents":0}""";

    private TestDatabase _database = null!;
    private PlannerHost _planner = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Loading_the_same_rows_again_changes_none()
    {
        string[] rows = [Rows.UsageRecord("load-1", "u-1", "2025-01-05T00:00:00Z"), "", Rows.UsageRecord("load-1", "u-2", "2025-01-06T00:00:00.250+02:00")];

        (await _planner.LoadAsync("UsageRecordsPack", rows)).ShouldBe(new FactsLoaded("UsageRecordsPack", 2, 2));
        (await _planner.LoadAsync("UsageRecordsPack", rows)).ShouldBe(new FactsLoaded("UsageRecordsPack", 2, 0));
        (await _planner.LoadAsync("UsageRecordsPack", rows[0], Rows.UsageRecord("load-1", "u-2", "2025-01-06T00:00:00Z"))).Changed.ShouldBe(1);
    }

    [Test]
    public async Task Of_two_lines_with_the_same_key_the_later_one_counts()
    {
        await _planner.LoadAsync(
            "UsageRecordsPack", Rows.UsageRecord("load-2", "u-1", "2025-01-05T00:00:00Z", "\"1\""), Rows.UsageRecord("load-2", "u-1", "2025-01-05T00:00:00Z", "\"2\""));

        (await _database.QueryAsync<decimal>("select quantity from facts.usage_records_pack where company_id = 'load-2'")).ShouldBe([2m]);
    }

    [Test]
    public async Task Rows_without_a_company_are_shared_and_kept_once()
    {
        const string Plan = """{"plan_id":"p-1","plan_name":"Gold","plan_type":"fixed","billing_frequency":"monthly","is_active":true,"enable_overtime":false}""";

        await _planner.LoadAsync("PlanPack", Plan);
        (await _planner.LoadAsync("PlanPack", Plan, Plan.Replace("Gold", "Silver", StringComparison.Ordinal))).Changed.ShouldBe(1);

        (await _database.QueryAsync<string>("select plan_name from facts.plan_pack where tenant_id = 'acme' and company_id is null and plan_id = 'p-1'")).ShouldBe(["Silver"]);
    }

    [Test]
    public async Task Fields_the_catalog_does_not_know_are_kept()
    {
        await _planner.LoadAsync("CompanyPack", Rows.Company("load-3").Replace("}", ""","x_segment":{"b":[1,2.50],"a":"gold"}}""", StringComparison.Ordinal));

        (await _database.ScalarAsync<string>("select extra #>> '{x_segment,a}' from facts.company_pack where company_id = 'load-3'")).ShouldBe("gold");
    }

    [TestCase(GoodUsage, "{not json}", "is not JSON")]
    [TestCase(GoodUsage, "[]", "is not a JSON object")]
    [TestCase("\"company_id\":\"c\",", "", "field company_id: is missing")]
    [TestCase("\"service_id\":\"s\",", "", "field service_id: is missing")]
    [TestCase("2025-01-05T00:00:00Z", "2025-01-05", "field usage_date: is \"2025-01-05\", not an instant")]
    [TestCase("2025-01-05T00:00:00Z", "2025-01-05T00:00:00", "not an instant")]
    [TestCase("\"quantity\":\"1\"", "\"quantity\":\"1e3\"", "field quantity: is \"1e3\", not a plain decimal")]
    [TestCase("\"quantity\":\"1\"", "\"quantity\":1E3", "field quantity: is 1E3, not a plain decimal")]
    [TestCase("\"invoiced\":false", "\"invoiced\":\"no\"", "field invoiced: is \"no\", not true or false")]
    [TestCase("\"invoiced\"", "\"tenant_id\":\"other\",\"invoiced\"", "field tenant_id: is not 'acme'")]
    public async Task An_event_that_breaks_the_catalog_is_refused_by_line_and_field(string part, string replacement, string expected) =>
        await RefusedAsync("UsageRecordsPack", "usage_records_pack", GoodUsage, GoodUsage.Replace(part, replacement, StringComparison.Ordinal), expected);

    [TestCase("\"C\"", "7", "field company_name: is 7, not a text")]
    [TestCase(":0}", ":1.5}", "field credit_balance_cents: is 1.5, not an integer")]
    [TestCase(":0}", ":9007199254740992}", "not an integer within ±(2^53−1)")]
    [TestCase(":0}", ":\"0\"}", "field credit_balance_cents: is \"0\", not an integer")]
    [TestCase("\"company_id\":\"c\"", "\"company_id\":\"c\\u0000\"", "field company_id: holds a null character")]
    [TestCase("\"C\"", "\"C\\u0000\"", "field company_name: holds a null character")]
    [TestCase(":0}", ":0,\"x_note\":{\"a\":[\"\\u0000\"]}}", "field x_note: holds a null character")]
    [TestCase("\"C\"", "\"\\ud800\"", "holds text that is not Unicode")]
    public async Task A_fact_that_breaks_the_catalog_is_refused_by_line_and_field(string part, string replacement, string expected) =>
        await RefusedAsync("CompanyPack", "company_pack", GoodCompany, GoodCompany.Replace(part, replacement, StringComparison.Ordinal), expected);

    [Test]
    public async Task A_pack_the_catalog_does_not_have_is_refused()
    {
        using var response = await _planner.SendFactsAsync("NoSuchPack", "{}");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = await PlannerHost.ErrorAsync(response);
        error.Code.ShouldBe("fact.pack_missing");
        error.Subject.ShouldBe("NoSuchPack");
    }

    [Test]
    public async Task Packs_are_listed_with_the_rows_of_the_tenant_alone()
    {
        await PlannerHost.ReadAsync(await _planner.SendFactsToAsync("list-me", "CompanyPack", Rows.Company("a"), Rows.Company("b")), BillingJson.Default.FactsLoaded);

        var packs = await PlannerHost.ReadAsync(
            await _planner.Client.GetAsync(new Uri("api/tenants/list-me/facts", UriKind.Relative)), BillingJson.Default.IReadOnlyListFactPackRows);

        packs.Single(pack => string.Equals(pack.Pack, "CompanyPack", StringComparison.Ordinal)).Rows.ShouldBe(2);
        packs.Sum(pack => pack.Rows).ShouldBe(2);
    }

    private async Task RefusedAsync(string pack, string table, string good, string bad, string expected)
    {
        var tenant = Guid.NewGuid().ToString();
        var error = await PlannerHost.ErrorAsync(await _planner.SendFactsToAsync(
            expected.Contains("acme", StringComparison.Ordinal) ? PlannerHost.Tenant : tenant, pack, good.Replace("\"c\"", "\"never\"", StringComparison.Ordinal), bad));

        error.Code.ShouldBe("fact.invalid");
        error.Subject.ShouldBe(pack);
        error.Message.ShouldStartWith($"{pack}, line 2");
        error.Message.ShouldContain(expected);
        (await _database.ScalarAsync<long>($"select count(*) from facts.{table} where company_id = 'never'")).ShouldBe(0);
    }
}
