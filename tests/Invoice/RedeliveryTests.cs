using Billing.Contracts;
using Billing.Tests.Support;

namespace Billing.Invoice.Tests;

[TestFixture]
internal sealed class RedeliveryTests : InvoiceFixture
{
    [Test]
    public async Task Every_message_delivered_twice_issues_once_and_reports_the_same()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();
        for (var batch = 1; batch <= 6; batch++)
        {
            var companies = Enumerable.Range(0, 5).Select(index => new RatedCompanyBuilder(tenant, $"company-{batch}-{index}") { Settled = [new("TimeEntriesPack", $"entry-{batch}-{index}", "whole", "charged")] });
            var message = Batch(tenant, run, await RatedAsync([.. companies]), batchNo: batch);
            await Task.WhenAll(SendAsync(Host, message), SendAsync(Host, message));
        }

        var reports = await Inbox.WaitAsync(run, 12);

        foreach (var twice in reports.GroupBy(report => report.BatchNo))
        {
            var outcomes = twice.Select(report => report.Companies.Select(company => (company.CompanyId, company.Outcome, company.InvoiceId, company.InvoiceNumber, company.DocumentDigest, company.TotalCents)).ToList()).ToList();
            outcomes.Count.ShouldBe(2);
            outcomes[0].ShouldBe(outcomes[1]);
            outcomes[0].ShouldAllBe(company => company.Outcome == CompanyOutcome.Issued);
            twice.ShouldAllBe(report => report.Failed.Count == 0);
        }

        (await NumbersAsync(tenant)).ShouldBe(Enumerable.Range(1, 30).Select(number => $"INV-{number:000000}"));
        (await Database.ScalarAsync<long>("select count(*) from invoice.invoice_items where tenant_id = @tenant", new { tenant })).ShouldBe(30);
        (await Database.ScalarAsync<long>("select count(*) from invoice.billed_events where tenant_id = @tenant", new { tenant })).ShouldBe(30);
    }

    [Test]
    public async Task A_preview_delivered_twice_is_kept_once_and_reported_the_same()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();
        var message = Batch(tenant, run, await RatedAsync(new(tenant, "a"), new(tenant, "b")), RunMode.Preview);

        await Task.WhenAll(SendAsync(Host, message), SendAsync(Host, message));

        var reports = await Inbox.WaitAsync(run, 2);
        reports[0].Companies.Select(company => (company.CompanyId, company.Outcome, company.DocumentDigest, company.TotalCents))
            .ShouldBe(reports[1].Companies.Select(company => (company.CompanyId, company.Outcome, company.DocumentDigest, company.TotalCents)));
        reports[0].Companies.ShouldAllBe(company => company.Outcome == CompanyOutcome.Previewed);
        (await Database.ScalarAsync<long>("select count(*) from invoice.previews where tenant_id = @tenant", new { tenant })).ShouldBe(2);
    }

    [Test]
    public async Task A_batch_sent_again_bills_only_whom_the_first_sending_did_not()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();
        var companies = await RatedAsync(new(tenant, "a"), new(tenant, "b"), new(tenant, "c"));
        await InvoiceAsync(Batch(tenant, run, [companies[1]]));

        var report = await InvoiceAsync(Batch(tenant, run, companies, attempt: 2));

        report.Companies.Select(company => (company.CompanyId, company.Outcome, company.InvoiceNumber)).ShouldBe(
        [
            ("a", CompanyOutcome.Issued, "INV-000002"), ("b", CompanyOutcome.Issued, "INV-000001"), ("c", CompanyOutcome.Issued, "INV-000003"),
        ]);
    }

    [Test]
    public async Task Two_services_that_issue_at_once_leave_no_gap_and_no_number_twice()
    {
        var tenant = NewTenant();
        var run = Guid.NewGuid();
        var otherInbox = new OutcomeInbox();
        await using var other = await TestHost.StartAsync(Database, broker: null, [new InvoiceModule(), otherInbox]);
        var messages = new List<CompaniesRated>();
        for (var batch = 0; batch < 16; batch++)
        {
            var companies = Enumerable.Range(0, 10).Select(index => new RatedCompanyBuilder(tenant, $"company-{batch}-{index}") { Nets = [index % 4 == 3 ? -100 : 100] });
            messages.Add(Batch(tenant, run, await RatedAsync([.. companies]), batchNo: batch));
        }

        await Task.WhenAll(messages.Select((message, index) => SendAsync(index % 2 == 0 ? Host : other, message)));

        var reports = (await Inbox.WaitAsync(run, 8)).Concat(await otherInbox.WaitAsync(run, 8)).ToList();
        reports.SelectMany(report => report.Failed).ShouldBeEmpty();
        var numbers = reports.SelectMany(report => report.Companies).Select(company => company.InvoiceNumber!).Order(StringComparer.Ordinal).ToList();
        numbers.Where(number => number.StartsWith("INV-", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(1, 128).Select(number => $"INV-{number:000000}"));
        numbers.Where(number => number.StartsWith("CN-", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(1, 32).Select(number => $"CN-{number:000000}"));
    }

    [Test]
    public async Task Two_runs_of_the_same_cycles_at_once_bill_each_company_once()
    {
        var tenant = NewTenant();
        Guid[] runs = [Guid.NewGuid(), Guid.NewGuid()];
        var companies = await RatedAsync([.. Enumerable.Range(0, 20).Select(index => new RatedCompanyBuilder(tenant, $"company-{index:00}"))]);

        await Task.WhenAll(runs.Select(run => SendAsync(Host, Batch(tenant, run, companies))));

        var reports = new[] { (await Inbox.WaitAsync(runs[0], 1))[0], (await Inbox.WaitAsync(runs[1], 1))[0] };
        reports.SelectMany(report => report.Failed).ShouldBeEmpty();
        foreach (var company in companies)
        {
            reports.Select(report => report.Company(company.CompanyId).Outcome).Order().ShouldBe([CompanyOutcome.Issued, CompanyOutcome.AlreadyInvoiced]);
            reports.Select(report => report.Company(company.CompanyId).InvoiceNumber).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        }

        (await NumbersAsync(tenant)).ShouldBe(Enumerable.Range(1, 20).Select(number => $"INV-{number:000000}"));
    }
}
