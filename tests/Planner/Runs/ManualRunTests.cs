using System.Net;
using System.Text.Json;
using Billing.Contracts;
using Billing.Hosting;
using Billing.Tests.Support;

namespace Billing.Planner.Tests.Runs;

/// <summary>Runs that invoice lines entered by hand. The program has a stage for them, whose module reads ManualItemsPack and usage.</summary>
[TestFixture]
internal sealed class ManualRunTests
{
    private static readonly DateTimeOffset AsOf = new(2025, 3, 17, 15, 30, 0, TimeSpan.Zero);
    private static readonly ManualItem Cable = new() { Description = "Cable", Quantity = "12.5", RateCents = "180", ServiceId = "s-1" };

    private TestDatabase _database = null!;
    private PlannerHost _planner = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _planner = await PlannerHost.StartAsync(_database);
        var adjusts = StubRegistry.Manifest("CatalogPack", "^1.0", "service_id");
        _planner.Registry.Manifests["hash"] = adjusts with
        {
            Requires = adjusts.Requires with
            {
                Events = [Needs("ManualItemsPack", "item_id"), Needs("UsageRecordsPack", "usage_id")],
            },
        };
        _planner.Registry.Stages = [new("producers", StageKind.Producers), new("manual", StageKind.Transformer, "mod.asks", "^1.0", Requests: [RequestKind.Manual])];
        await _planner.LoadAsync("CompanyPack", Rows.Company("a"), Rows.Company("b"));
        await _planner.LoadAsync("UsageRecordsPack", Rows.UsageRecord("a", "u-1", "2025-03-17T10:00:00Z"));

        static PackRequirement Needs(string kind, string field) => new() { Kind = kind, VersionRange = "^1.0", Fields = [field] };
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _planner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task The_input_holds_the_lines_of_the_request_and_no_event_of_a_plan()
    {
        var courtesy = new ManualItem { Description = "Courtesy", Quantity = "1", RateCents = "0", IsDiscount = true, DiscountType = "percentage", DiscountPercentage = "7.5", AppliesToServiceId = "s-1" };

        var run = await _planner.RunToEndAsync(Request(RunMode.Preview, Cable, courtesy));

        var company = (await _planner.CompaniesAsync(run.RunId)).ShouldHaveSingleItem();
        (company.CompanyId, company.BillingCycleId, company.PeriodStart, company.PeriodEnd).ShouldBe(("a", "manual:PO-17", new DateOnly(2025, 3, 17), new DateOnly(2025, 3, 18)));
        _planner.Registry.Asked.ShouldBe([new DateOnly(2025, 3, 17)]);
        var input = await InputAsync(company);
        input.Context.Request.ShouldBe(RequestKind.Manual);
        input.Context.TaxDate.ShouldBe(new DateOnly(2025, 3, 17));
        input.Events["UsageRecordsPack"].ShouldBeEmpty();
        input.Events["ManualItemsPack"].Select(row => row.GetRawText()).ShouldBe(
        [
            """{"applies_to_service_id":null,"description":"Cable","discount_percentage":null,"discount_type":null,"is_discount":null,"is_taxable":null,"item_id":"manual:PO-17/a/1","quantity":"12.5","rate_cents":"180","sequence":1,"service_id":"s-1"}""",
            """{"applies_to_service_id":"s-1","description":"Courtesy","discount_percentage":"7.5","discount_type":"percentage","is_discount":true,"is_taxable":null,"item_id":"manual:PO-17/a/2","quantity":"1","rate_cents":"0","sequence":2,"service_id":null}""",
        ]);
    }

    [Test]
    public async Task A_commit_bills_the_lines_of_its_preview()
    {
        var preview = await _planner.RunToEndAsync(Request(RunMode.Preview, Cable));
        var commit = await _planner.RunToEndAsync(new RunBilling { TenantId = PlannerHost.Tenant, Mode = RunMode.Final, PreviewRunId = preview.RunId });

        var (previewed, issued) = ((await _planner.CompaniesAsync(preview.RunId)).Single(), (await _planner.CompaniesAsync(commit.RunId)).Single());
        issued.Outcome.ShouldBe(CompanyOutcome.Issued);
        issued.InputDigest.ShouldBe(previewed.InputDigest);
    }

    [Test]
    public async Task What_was_issued_under_a_reference_is_not_issued_again_and_other_lines_need_another()
    {
        await _planner.RunToEndAsync(Request(RunMode.Final, Cable));

        var again = await _planner.RunToEndAsync(Request(RunMode.Final, Cable));
        (await _planner.CompaniesAsync(again.RunId)).Single().Outcome.ShouldBe(CompanyOutcome.AlreadyInvoiced);
        using var other = await _planner.SendRunAsync(Request(RunMode.Preview, Cable with { Quantity = "13" }));
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PlannerHost.ErrorAsync(other)).ShouldBe(new BillingError(
            "request.conflict", "Reference 'PO-17' of company a already stands for invoice INV-a, which has other items.", "Give what is to be billed besides a reference of its own.", "PO-17"));
        var elsewhere = Request(RunMode.Final, Cable);
        var run = await _planner.RunToEndAsync(elsewhere with { Manual = elsewhere.Manual! with { CompanyId = "b" } });
        (await _planner.CompaniesAsync(run.RunId)).Single().Outcome.ShouldBe(CompanyOutcome.Issued, "a reference is a company's own");
    }

    [TestCase("""{"description":" ","quantity":"1","rate_cents":"1"}""", "items[2].description", "is empty")]
    [TestCase("""{"description":"Cable","quantity":"1e3","rate_cents":"1"}""", "items[2].quantity", "is '1e3', not a plain decimal")]
    [TestCase("""{"description":"Cable","quantity":"1","rate_cents":"1.50"}""", "items[2].rate_cents", "no trailing zeros")]
    [TestCase("""{"description":"Cable","quantity":"1","rate_cents":"1","service_id":""}""", "items[2].service_id", "is empty")]
    [TestCase("""{"description":"Off","quantity":"1","rate_cents":"1","discount_type":"fixed"}""", "items[2].is_discount", "is not true")]
    [TestCase("""{"description":"Off","quantity":"1","rate_cents":"1","is_discount":true}""", "items[2].discount_type", "is missing, not percentage or fixed")]
    [TestCase("""{"description":"Off","quantity":"1","rate_cents":"1","is_discount":true,"discount_type":"half"}""", "items[2].discount_type", "is 'half'")]
    [TestCase("""{"description":"Off","quantity":"1","rate_cents":"1","is_discount":true,"discount_type":"fixed","discount_percentage":"5"}""", "items[2].discount_type", "is fixed")]
    [TestCase("""{"description":"Off","quantity":"1","rate_cents":"1","is_discount":true,"discount_type":"percentage","discount_percentage":"-5"}""", "items[2].discount_percentage", "less than nothing")]
    [TestCase("""{"description":"Off","quantity":"1","rate_cents":"-5","is_discount":true,"discount_type":"percentage"}""", "items[2].rate_cents", "less than nothing")]
    [TestCase("""{"description":"Off","quantity":"1","rate_cents":"1","is_discount":true,"discount_type":"percentage","applies_to_service_id":"s-9"}""", "items[2].applies_to_service_id", "no item is for that service")]
    public async Task A_bad_item_is_named_by_its_place_and_member(string item, string subject, string why)
    {
        var error = await _planner.RefusalAsync(Request(RunMode.Final, Cable, JsonSerializer.Deserialize(item, BillingJson.Default.ManualItem)!));

        (error.Code, error.Subject).ShouldBe(("manual.item_invalid", subject));
        error.Message.ShouldStartWith("Item 2 ('");
        error.Message.ShouldContain(why);
        (await _database.ScalarAsync<long>("select count(*) from planner.runs")).ShouldBe(0);
    }

    [Test]
    public async Task A_request_that_cannot_be_an_invoice_is_refused()
    {
        var request = Request(RunMode.Final, Cable);
        (await _planner.RefusalAsync(Request(RunMode.Final))).Subject.ShouldBe("manual.items");
        (await _planner.RefusalAsync(request with { Manual = request.Manual! with { Reference = "PO 17/3" } })).Subject.ShouldBe("manual.reference");
        (await _planner.RefusalAsync(request with { Manual = request.Manual! with { CompanyId = "nobody" } })).Code.ShouldBe("company.unknown");
        (await _planner.RefusalAsync(request with { CompanyIds = ["a"] })).Code.ShouldBe("request.invalid");
        (await _planner.RefusalAsync(request with { DueBy = new DateOnly(2025, 1, 1) })).Code.ShouldBe("request.invalid");
        _planner.Registry.Stages = [new("producers", StageKind.Producers)];
        (await _planner.RefusalAsync(request)).Message.ShouldBe("Program default 1.0.0 has no transformer for manual invoices.");
    }

    private async Task<CompanyInput> InputAsync(RunCompanyView company)
    {
        var snapshot = await _planner.Get<ISnapshotStore>().FindAsync(PlannerHost.Tenant, company.InputDigest!, CancellationToken.None);
        return JsonSerializer.Deserialize(snapshot, BillingJson.Default.CompanyInput)!;
    }

    private static RunBilling Request(RunMode mode, params IReadOnlyList<ManualItem> items) =>
        new() { TenantId = PlannerHost.Tenant, Mode = mode, AsOf = AsOf, Manual = new ManualInvoiceRequest { CompanyId = "a", Reference = "PO-17", Items = items } };
}
