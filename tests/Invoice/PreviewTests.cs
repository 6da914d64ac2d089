using System.Net;
using System.Net.Http.Json;
using Billing.Contracts;

namespace Billing.Invoice.Tests;

[TestFixture]
internal sealed class PreviewTests : InvoiceFixture
{
    [Test]
    public async Task A_preview_issues_nothing_and_the_final_run_comes_to_the_same_bytes()
    {
        var tenant = NewTenant();
        var (previewRun, finalRun) = (Guid.NewGuid(), Guid.NewGuid());
        var companies = await RatedAsync(
            new RatedCompanyBuilder(tenant, "a") { Settled = [new("TimeEntriesPack", "entry-1", "whole", "charged")] }, new RatedCompanyBuilder(tenant, "b") { Nets = [1, 2, 3] });

        var previewed = await InvoiceAsync(Batch(tenant, previewRun, companies, RunMode.Preview));
        (await NumbersAsync(tenant)).ShouldBeEmpty();
        (await Database.ScalarAsync<long>("select count(*) from invoice.billed_events where tenant_id = @tenant", new { tenant })).ShouldBe(0);
        var issued = await InvoiceAsync(Batch(tenant, finalRun, companies));

        previewed.IsFinal.ShouldBeFalse();
        foreach (var company in new[] { "a", "b" })
        {
            var (before, after) = (previewed.Company(company), issued.Company(company));
            (before.Outcome, after.Outcome).ShouldBe((CompanyOutcome.Previewed, CompanyOutcome.Issued));
            (before.InvoiceId, before.InvoiceNumber).ShouldBe((null, null));
            after.DocumentDigest.ShouldBe(before.DocumentDigest);
            after.TotalCents.ShouldBe(before.TotalCents);
            var shown = await Host.Client.GetByteArrayAsync(new Uri($"api/tenants/{tenant}/previews/{previewRun}/companies/{company}", UriKind.Relative));
            var billed = await Host.Client.GetByteArrayAsync(new Uri($"api/tenants/{tenant}/invoices/{after.InvoiceNumber}", UriKind.Relative));
            DocumentOf(shown).ShouldBe(DocumentOf(billed));
        }
    }

    [Test]
    public async Task Previews_of_a_run_are_listed_page_by_page()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();
        await InvoiceAsync(Batch(tenant, run, await RatedAsync(new(tenant, "a|1"), new(tenant, "b"), new(tenant, "c")), RunMode.Preview));

        var first = await GetAsync($"api/tenants/{tenant}/previews/{run}?limit=2");
        var second = await GetAsync($"api/tenants/{tenant}/previews/{run}?limit=2&after={first.Next}");

        first.Items.Select(preview => (preview.CompanyId, preview.TotalCents)).ShouldBe([("a|1", 11_000L), ("b", 11_000L)]);
        second.Items.Select(preview => preview.CompanyId).ShouldBe(["c"]);
        second.Next.ShouldBeNull();
    }

    [Test]
    public async Task A_company_with_two_cycles_shows_the_latest_or_the_one_asked_for()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();
        await InvoiceAsync(Batch(
            tenant,
            run,
            await RatedAsync(new RatedCompanyBuilder(tenant, "a"), new RatedCompanyBuilder(tenant, "a") { Cycle = "2025-02", Start = new(2025, 2, 1), End = new(2025, 3, 1) }),
            RunMode.Preview));

        (await GetPreviewAsync($"api/tenants/{tenant}/previews/{run}/companies/a")).Document.Period.BillingCycleId.ShouldBe("2025-02");
        (await GetPreviewAsync($"api/tenants/{tenant}/previews/{run}/companies/a?billing_cycle_id=2025-01")).Document.Period.BillingCycleId.ShouldBe("2025-01");
    }

    [Test]
    public async Task A_preview_that_is_not_there_is_a_typed_error()
    {
        var run = Guid.NewGuid();

        using var response = await Host.Client.GetAsync(new Uri($"api/tenants/{NewTenant()}/previews/{run}/companies/a", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError);
        error!.Code.ShouldBe("run.preview_unknown");
        error.Message.ShouldContain(run.ToString());
    }

    [Test]
    public async Task A_page_mark_nobody_gave_is_refused()
    {
        using var response = await Host.Client.GetAsync(new Uri($"api/tenants/{NewTenant()}/previews/{Guid.NewGuid()}?after=nonsense", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync(BillingJson.Default.BillingError))!.Code.ShouldBe("request.invalid");
    }

    private static string DocumentOf(byte[] view)
    {
        using var json = System.Text.Json.JsonDocument.Parse(view);
        return json.RootElement.GetProperty("document").GetRawText();
    }

    private async Task<Page<PreviewSummary>> GetAsync(string path) =>
        (await Host.Client.GetFromJsonAsync(new Uri(path, UriKind.Relative), BillingJson.Default.PagePreviewSummary))!;

    private async Task<PreviewView> GetPreviewAsync(string path) =>
        (await Host.Client.GetFromJsonAsync(new Uri(path, UriKind.Relative), BillingJson.Default.PreviewView))!;
}
