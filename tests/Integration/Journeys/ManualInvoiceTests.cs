using System.Text;
using System.Text.Json;
using Billing.Contracts;
using Billing.Integration.Tests.BadInput;
using Billing.Integration.Tests.Processes;

namespace Billing.Integration.Tests.Journeys;

/// <summary>
/// Invoices of lines entered by hand, through all services. Walk-in has no plan and no billing cycle and is taxed at 8.875 %; planned has a plan, and a cycle for January 2025.
/// </summary>
[NonParallelizable]
public sealed class ManualInvoiceTests
{
    private const string Tenant = "by-hand";
    private const string WalkIn = "walk-in";
    private const string Planned = "planned";
    private static readonly TimeSpan RunDeadline = TimeSpan.FromMinutes(2);

    /// <summary>22.50 taxed, 100.00 untaxed, and ten percent off what is taxed; 2.00 of tax on 22.50.</summary>
    private const string Items = """
        [
          {"description": "Cable by the metre", "quantity": "12.5", "rate_cents": "180", "service_id": "cable"},
          {"description": "Ten percent off cable", "quantity": "1", "rate_cents": "0", "is_discount": true, "discount_type": "percentage", "discount_percentage": "10", "applies_to_service_id": "cable"},
          {"description": "Setting up", "quantity": "1", "rate_cents": "10000", "is_taxable": false}
        ]
        """;

    private const long TotalCents = 2_250 - 225 + 10_000 + 200;

    private string _folder = null!;

    private static BillingHouse House => JourneyHouse.House;

    [OneTimeSetUp]
    public async Task Load_two_companies()
    {
        _folder = Directory.CreateTempSubdirectory("manual-invoices-").FullName;
        var planned = new SmallTenant(House.Client, Tenant);
        await planned.AddPlanAsync("plan-good", "Good");
        await planned.AddCompaniesAsync("plan-good", Planned);
        await LoadAsync("CompanyPack", new { company_id = WalkIn, company_name = "Walk-in Ltd", is_tax_exempt = false, region_code = "US-NY", default_tax_region = "US-NY", currency_code = "USD", is_reverse_charge = false, credit_balance_cents = 0 });
        await LoadAsync("CatalogPack", new { service_id = "cable", service_name = "Cable", default_rate_cents = "200", is_taxable = true, tax_region = "US-NY" });
        await LoadAsync(
            "TaxRatesPack",
            new { tax_rate_id = "ny", region_code = "US-NY", tax_percentage = "8.875", is_composite = false, is_active = true, start_date = "2020-01-01", components = Array.Empty<object>(), thresholds = Array.Empty<object>() });
    }

    [OneTimeTearDown]
    public void Remove_the_files() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Order(1)]
    [CancelAfter(200_000)]
    public async Task A_previewed_invoice_is_issued_to_the_byte_and_settles_its_items()
    {
        var (exitCode, output) = await BillAsync(Items, "PO-1");

        exitCode.ShouldBe(0, output);
        var preview = JsonDocument.Parse(output).RootElement.GetProperty("preview");
        var document = preview.GetProperty("document");
        (document.GetProperty("kind").GetString(), document.GetProperty("tax_cents").GetInt64(), document.GetProperty("total_cents").GetInt64()).ShouldBe(("manual", 200, TotalCents));
        document.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("description").GetString(), item.GetProperty("net_cents").GetInt64()))
            .ShouldBe([("Cable by the metre", 2_250), ("Setting up", 10_000), ("Ten percent off cable", -225)]);
        (await InvoicesAsync(WalkIn)).ShouldBeEmpty("a preview issues nothing");

        var commit = await RunAsync(new RunBilling { TenantId = Tenant, IdempotencyKey = "commit", Mode = RunMode.Final, PreviewRunId = preview.GetProperty("run_id").GetGuid() });

        (await CompanyAsync(commit)).DocumentDigest.ShouldBe(preview.GetProperty("document_digest").GetString());
        (await InvoicesAsync(WalkIn)).ShouldBe([$"INV-000001 manual manual:PO-1 {TotalCents}"]);
        (await House.Database.QueryAsync<string>($"select event_id from invoice.billed_events where tenant_id = '{Tenant}' order by 1"))
            .ShouldBe(["manual:PO-1/walk-in/1", "manual:PO-1/walk-in/2", "manual:PO-1/walk-in/3"]);
    }

    [Test]
    [Order(2)]
    [CancelAfter(200_000)]
    public async Task Asking_again_under_a_reference_bills_nobody_twice_and_other_items_are_a_conflict()
    {
        var again = await BillAsync(Items, "PO-1", "--mode", "final");
        again.ExitCode.ShouldBe(0, again.Output);
        JsonDocument.Parse(again.Output).RootElement.GetProperty("company").GetProperty("outcome").GetString().ShouldBe("already_invoiced");
        (await BillAsync(Items.Replace("12.5", "13", StringComparison.Ordinal), "PO-1", "--mode", "final")).ExitCode.ShouldBe(4);

        // Two programs ask at once, each under a key of its own.
        var manual = new ManualInvoiceRequest { CompanyId = WalkIn, Reference = "PO-2", Items = [new ManualItem { Description = "Visit", Quantity = "1", RateCents = "5000", IsTaxable = false }] };
        RunBilling[] requests = [.. Enumerable.Range(0, 2).Select(no => new RunBilling { TenantId = Tenant, RunId = Guid.NewGuid(), IdempotencyKey = $"queue-{no}", Mode = RunMode.Final, Manual = manual })];
        foreach (var request in requests)
            await House.RequestRunAsync(request);
        foreach (var request in requests)
            await House.WaitUntilFinishedAsync(Tenant, request.RunId!.Value, RunDeadline);

        (await InvoicesAsync(WalkIn)).ShouldBe([$"INV-000001 manual manual:PO-1 {TotalCents}", "INV-000002 manual manual:PO-2 5000"]);
    }

    [Test]
    [Order(3)]
    [CancelAfter(200_000)]
    public async Task A_manual_invoice_stands_beside_the_cycles_of_its_days()
    {
        await RunAsync(new RunBilling { TenantId = Tenant, IdempotencyKey = "january", Mode = RunMode.Final, DueBy = SmallTenant.DueBy, CompanyIds = [Planned] });
        await RunAsync(new RunBilling
        {
            TenantId = Tenant,
            IdempotencyKey = "visit",
            Mode = RunMode.Final,
            AsOf = new DateTimeOffset(2025, 1, 15, 12, 0, 0, TimeSpan.Zero),
            Manual = new ManualInvoiceRequest { CompanyId = Planned, Reference = "visit", Items = [new ManualItem { Description = "Visit", Quantity = "1", RateCents = "-2500" }] },
        });

        (await InvoicesAsync(Planned)).ShouldBe(["INV-000003 cycle planned-2025-01 12345", "INV-000004 manual manual:visit -2500"]);
    }

    [Test]
    [CancelAfter(200_000)]
    public async Task A_bad_item_is_refused_by_name_and_a_service_nobody_has_fails_the_company()
    {
        var bad = await BillAsync(Items.Replace("\"180\"", "\"1,80\"", StringComparison.Ordinal), "PO-9", "--mode", "final");
        bad.ExitCode.ShouldBe(2);
        var refusal = JsonDocument.Parse(bad.Output).RootElement;
        refusal.GetProperty("subject").GetString().ShouldBe("items[1].rate_cents");
        refusal.GetProperty("message").GetString().ShouldNotBeNull().ShouldStartWith("Item 1 ('Cable by the metre') of the manual invoice: rate_cents is '1,80'");

        var (exitCode, output) = await BillAsync("""[{"description": "Riddle", "quantity": "1", "rate_cents": "1", "service_id": "sphinx"}]""", "PO-9", "--mode", "final");
        exitCode.ShouldBe(1);
        var error = JsonDocument.Parse(output).RootElement.GetProperty("company").GetProperty("error");
        (error.GetProperty("code").GetString(), error.GetProperty("subject").GetString()).ShouldBe(("manual.service_missing", "sphinx"));
        error.GetProperty("message").GetString()!.ShouldContain("item 'Riddle'");
    }

    private async Task<(int ExitCode, string Output)> BillAsync(string items, string reference, params string[] more)
    {
        var file = Path.Combine(_folder, Guid.NewGuid() + ".json");
        await File.WriteAllTextAsync(file, items);
        return await House.RunCliAsync(["invoice", "manual", file, "--tenant", Tenant, "--company", WalkIn, "--reference", reference, "--json", .. more]);
    }

    private static async Task<RunView> RunAsync(RunBilling request) =>
        await House.WaitUntilFinishedAsync(Tenant, (await House.Client.StartRunAsync(request, CancellationToken.None)).RunId, RunDeadline);

    private static async Task<RunCompanyView> CompanyAsync(RunView run) =>
        await House.Client.ListRunCompaniesAsync(Tenant, run.RunId, null, CancellationToken.None).SingleAsync();

    private static Task<IReadOnlyList<string>> InvoicesAsync(string companyId) => House.Database.QueryAsync<string>(
        $"select concat_ws(' ', number, kind, billing_cycle_id, total_cents) from invoice.invoices where tenant_id = '{Tenant}' and company_id = '{companyId}' order by number");

    private static async Task LoadAsync<T>(string pack, T row) =>
        (await House.Client.LoadFactsAsync(Tenant, pack, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(row)), CancellationToken.None)).Rows.ShouldBe(1);
}
