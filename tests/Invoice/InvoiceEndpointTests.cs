using System.Net;
using System.Net.Http.Json;
using Billing.Contracts;

namespace Billing.Invoice.Tests;

[TestFixture]
internal sealed class InvoiceEndpointTests : InvoiceFixture
{
    [Test]
    public async Task An_invoice_is_found_by_number_and_by_id()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();
        var issued = (await InvoiceAsync(Batch(tenant, run, await RatedAsync(new RatedCompanyBuilder(tenant, "acme"))))).Company("acme");

        var byNumber = await GetAsync($"api/tenants/{tenant}/invoices/INV-000001");
        var byId = await GetAsync($"api/tenants/{tenant}/invoices/{issued.InvoiceId}");

        byNumber.ShouldSatisfyAllConditions(
            invoice => invoice.InvoiceId.ShouldBe(issued.InvoiceId!.Value),
            invoice => invoice.RunId.ShouldBe(run),
            invoice => invoice.DocumentDigest.ShouldBe(issued.DocumentDigest),
            invoice => invoice.Document.CompanyName.ShouldBe("Company acme"),
            invoice => (invoice.Document.SubtotalCents, invoice.Document.TaxCents, invoice.Document.TotalCents).ShouldBe((10_000L, 1_000L, 11_000L)),
            invoice => invoice.Document.Items.Single().Details.Single().ModuleHash.ShouldBe(RatedCompanyBuilder.ModuleHash));
        byId.DocumentDigest.ShouldBe(byNumber.DocumentDigest);
    }

    [Test]
    public async Task Invoices_are_listed_by_run_and_company_page_by_page()
    {
        var tenant = NewTenant();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await InvoiceAsync(Batch(tenant, first, await RatedAsync(new RatedCompanyBuilder(tenant, "a"), new(tenant, "b"), new(tenant, "c") { Nets = [-100] })));
        await InvoiceAsync(Batch(tenant, second, await RatedAsync(new RatedCompanyBuilder(tenant, "a") { Cycle = "2025-02", Start = new(2025, 2, 1), End = new(2025, 3, 1) })));

        var page = await ListAsync($"api/tenants/{tenant}/invoices?limit=3");
        var rest = await ListAsync($"api/tenants/{tenant}/invoices?limit=3&after={Uri.EscapeDataString(page.Next!)}");

        page.Items.Concat(rest.Items).Select(invoice => (invoice.InvoiceNumber, invoice.Kind, invoice.CompanyId)).ShouldBe(
        [
            ("CN-000001", InvoiceKind.CreditNote, "c"), ("INV-000001", InvoiceKind.Cycle, "a"), ("INV-000002", InvoiceKind.Cycle, "b"), ("INV-000003", InvoiceKind.Cycle, "a"),
        ]);
        rest.Next.ShouldBeNull();
        (await ListAsync($"api/tenants/{tenant}/invoices?run_id={second}")).Items.Select(invoice => invoice.InvoiceNumber).ShouldBe(["INV-000003"]);
        (await ListAsync($"api/tenants/{tenant}/invoices?company_id=a")).Items.Select(invoice => invoice.BillingCycleId).ShouldBe(["2025-01", "2025-02"]);
        (await ListAsync($"api/tenants/{NewTenant()}/invoices")).Items.ShouldBeEmpty();
    }

    [Test]
    public async Task Another_tenants_invoice_is_unknown()
    {
        var tenant = NewTenant();
        var issued = (await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(new RatedCompanyBuilder(tenant, "acme"))))).Company("acme");

        using var response = await Host.Client.GetAsync(new Uri($"api/tenants/{NewTenant()}/invoices/{issued.InvoiceId}", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError))!.Code.ShouldBe("invoice.unknown");
    }

    [TestCase("limit=0")]
    [TestCase("limit=1001")]
    [TestCase("limit=many")]
    [TestCase("after=INV-000001")]
    [TestCase("run_id=yesterday")]
    public async Task A_request_that_cannot_be_read_is_a_typed_error(string query)
    {
        using var response = await Host.Client.GetAsync(new Uri($"api/tenants/acme/invoices?{query}", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError))!.Code.ShouldBe("request.invalid");
    }

    [Test]
    public async Task The_mark_of_all_tenants_is_no_tenant()
    {
        using var response = await Host.Client.GetAsync(new Uri("api/tenants/*/invoices", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError))!.Code.ShouldBe("request.invalid");
    }

    private async Task<InvoiceView> GetAsync(string path) => (await Host.Client.GetFromJsonAsync(new Uri(path, UriKind.Relative), BillingJson.Default.InvoiceView))!;

    private async Task<Page<InvoiceSummary>> ListAsync(string path) =>
        (await Host.Client.GetFromJsonAsync(new Uri(path, UriKind.Relative), BillingJson.Default.PageInvoiceSummary))!;
}
