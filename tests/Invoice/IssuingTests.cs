using System.Diagnostics;
using Billing.Contracts;

namespace Billing.Invoice.Tests;

[TestFixture]
internal sealed class IssuingTests : InvoiceFixture
{
    [Test]
    public async Task A_rated_company_gets_one_invoice_with_items_details_tax_events_and_balances()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();
        var companies = await RatedAsync(new RatedCompanyBuilder(tenant, "acme")
        {
            Nets = [10_000, 255],
            Settled = [new("TimeEntriesPack", "entry-1", "whole", "charged"), new("TimeEntriesPack", "entry-1", "whole", "charged"), new("UsageRecordsPack", "use-1", "whole", "inside_allowance")],
            Balances = [new("assignment-1", "service-1", new(2025, 1, 1), new(2025, 2, 1), 60, 600, 480, 0, 60, 120, null)],
        });

        var report = await InvoiceAsync(Batch(tenant, run, companies));

        var issued = report.Company("acme");
        report.IsFinal.ShouldBeTrue();
        report.Failed.ShouldBeEmpty();
        issued.ShouldSatisfyAllConditions(
            () => issued.Outcome.ShouldBe(CompanyOutcome.Issued),
            () => issued.InvoiceNumber.ShouldBe("INV-000001"),
            () => issued.TotalCents.ShouldBe(11_281),
            () => issued.CurrencyCode.ShouldBe("USD"),
            () => issued.InputDigest.ShouldBe(companies[0].InputDigest),
            () => issued.Warnings.ShouldBe([new BillingWarning("event.unrouted", "An event has no plan.", "event-9")]));
        (await RowsAsync<(long, long, long, string, DateOnly, DateOnly, Guid)>(
            "select subtotal_cents, tax_cents, total_cents, kind, period_start, period_end, run_id from invoice.invoices where tenant_id = @tenant", tenant))
            .ShouldBe([(10_255, 1_026, 11_281, "cycle", new(2025, 1, 1), new(2025, 2, 1), run)]);
        (await RowsAsync<(int, string, decimal, decimal, long, long, string)>(
            "select line_no, charge_type, quantity, unit_price, net_cents, tax_cents, tax_region from invoice.invoice_items where tenant_id = @tenant order by line_no", tenant))
            .ShouldBe([(1, "usage", 2.5m, 0.75m, 10_000, 1_000, "XX"), (2, "usage", 2.5m, 0.75m, 255, 26, "XX")]);
        (await RowsAsync<(int, int, string, string, string, string, string)>(
            "select line_no, detail_no, charge_id, module_id, module_version, module_hash, scope from invoice.invoice_item_details where tenant_id = @tenant order by line_no", tenant))
            .ShouldBe(
            [
                (1, 1, $"{tenant}/acme/2025-01/0", "mod.flat", "1.2.0", RatedCompanyBuilder.ModuleHash, "assignment-1"),
                (2, 1, $"{tenant}/acme/2025-01/1", "mod.flat", "1.2.0", RatedCompanyBuilder.ModuleHash, "assignment-1"),
            ]);
        (await RowsAsync<(string, decimal, long, long, string[])>(
            "select region, rate_percent, base_cents, tax_cents, tax_rate_ids from invoice.tax_lines where tenant_id = @tenant", tenant)).Single()
            .ShouldSatisfyAllConditions(
                line => (line.Item1, line.Item2, line.Item3, line.Item4).ShouldBe(("XX", 10m, 10_255L, 1_026L)),
                line => line.Item5.ShouldBe(["rate-xx"]));
        (await RowsAsync<(string, string, string)>("select pack, event_id, reason from invoice.billed_events where tenant_id = @tenant order by pack", tenant))
            .ShouldBe([("TimeEntriesPack", "entry-1", "charged"), ("UsageRecordsPack", "use-1", "inside_allowance")]);
        (await RowsAsync<(string, long, long, long)>("select company_id, opening_minutes, used_minutes, closing_minutes from invoice.balances where tenant_id = @tenant", tenant))
            .ShouldBe([("acme", 60, 480, 120)]);
    }

    [Test]
    public async Task Numbers_of_a_batch_follow_company_order_and_go_on_in_the_next_batch()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();

        var first = await InvoiceAsync(Batch(tenant, run, await RatedAsync(new(tenant, "c"), new(tenant, "a"), new(tenant, "b"))));
        var second = await InvoiceAsync(Batch(tenant, run, await RatedAsync(new RatedCompanyBuilder(tenant, "d")), batchNo: 2));

        first.Companies.Select(company => (company.CompanyId, company.InvoiceNumber)).ShouldBe([("c", "INV-000003"), ("a", "INV-000001"), ("b", "INV-000002")]);
        second.Company("d").InvoiceNumber.ShouldBe("INV-000004");
    }

    [Test]
    public async Task A_negative_total_is_a_credit_note_with_numbers_of_its_own()
    {
        var tenant = NewTenant();

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(
            new RatedCompanyBuilder(tenant, "owes"), new RatedCompanyBuilder(tenant, "is-owed") { Nets = [-5_000] })));

        report.Company("is-owed").InvoiceNumber.ShouldBe("CN-000001");
        report.Company("is-owed").TotalCents.ShouldBeLessThan(0);
        report.Company("owes").InvoiceNumber.ShouldBe("INV-000001");
        (await RowsAsync<string>("select kind from invoice.invoices where tenant_id = @tenant and company_id = 'is-owed'", tenant)).ShouldBe(["credit_note"]);
    }

    [Test]
    public async Task A_company_without_charges_has_nothing_to_bill_and_no_invoice()
    {
        var tenant = NewTenant();

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(new RatedCompanyBuilder(tenant, "quiet") { Nets = [] })));

        var quiet = report.Company("quiet");
        (quiet.Outcome, quiet.InvoiceId, quiet.InvoiceNumber, quiet.DocumentDigest, quiet.TotalCents).ShouldBe((CompanyOutcome.NothingToBill, null, null, null, 0L));
        (await NumbersAsync(tenant)).ShouldBeEmpty();
    }

    [Test]
    public async Task An_invoice_carries_the_trace_of_its_run()
    {
        var tenant = NewTenant();
        using var trace = new Activity("billing run").SetIdFormat(ActivityIdFormat.W3C).Start();

        await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(new RatedCompanyBuilder(tenant, "acme"))));

        (await RowsAsync<string>("select trace_id from invoice.invoices where tenant_id = @tenant", tenant)).ShouldBe([trace.TraceId.ToHexString()]);
    }

    [Test]
    public async Task The_interactive_lane_issues_as_the_batch_lane_does()
    {
        var tenant = NewTenant();

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(new RatedCompanyBuilder(tenant, "acme")), lane: Lane.Interactive));

        report.Company("acme").InvoiceNumber.ShouldBe("INV-000001");
    }

    [Test]
    public async Task Another_run_of_the_same_cycle_is_told_the_invoice_that_is_there()
    {
        var tenant = NewTenant();
        var companies = await RatedAsync(new RatedCompanyBuilder(tenant, "acme"));
        var first = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), companies));

        var final = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), companies));
        var preview = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), companies, RunMode.Preview));

        foreach (var again in new[] { final.Company("acme"), preview.Company("acme") })
        {
            again.Outcome.ShouldBe(CompanyOutcome.AlreadyInvoiced);
            again.InvoiceId.ShouldBe(first.Company("acme").InvoiceId);
            again.InvoiceNumber.ShouldBe("INV-000001");
            again.TotalCents.ShouldBe(0, "the total is the first run's");
        }

        (await NumbersAsync(tenant)).ShouldBe(["INV-000001"]);
    }

    [Test]
    public async Task A_voided_invoice_gives_its_days_and_events_to_the_next_revision()
    {
        var tenant = NewTenant();
        var company = new RatedCompanyBuilder(tenant, "acme") { Settled = [new("TimeEntriesPack", "entry-1", "whole", "charged")] };
        await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(company)));
        await Database.ExecuteAsync(
            """
            update invoice.invoices set voided_at = '2025-03-01T00:00:00Z' where tenant_id = @tenant;
            update invoice.billed_events set released_at = '2025-03-01T00:00:00Z' where tenant_id = @tenant;
            """,
            new { tenant });

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(company with { Revision = 2, Nets = [9_000] })));

        report.Company("acme").InvoiceNumber.ShouldBe("INV-000002");
        report.Company("acme").TotalCents.ShouldBe(9_900);
    }

    private Task<IReadOnlyList<T>> RowsAsync<T>(string sql, string tenant) => Database.QueryAsync<T>(sql, new { tenant });
}
