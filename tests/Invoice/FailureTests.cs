using Billing.Contracts;

namespace Billing.Invoice.Tests;

[TestFixture]
internal sealed class FailureTests : InvoiceFixture
{
    [Test]
    public async Task A_company_without_a_tax_rate_fails_alone()
    {
        var tenant = NewTenant();

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(
            new RatedCompanyBuilder(tenant, "a"), new RatedCompanyBuilder(tenant, "nowhere") { Region = "ZZ" }, new RatedCompanyBuilder(tenant, "b"))));

        report.Failure("nowhere").ShouldSatisfyAllConditions(
            failure => failure.Error.Code.ShouldBe("tax.rate_missing"),
            failure => failure.Error.Message.ShouldContain("ZZ"),
            failure => failure.Final.ShouldBeTrue());
        report.Companies.Select(company => company.InvoiceNumber).ShouldBe(["INV-000001", "INV-000002"]);
    }

    [Test]
    public async Task Failures_from_before_are_passed_on()
    {
        var tenant = NewTenant();
        var earlier = new FailedCompany("lost", "2025-01", 1, new("assignment.none", "Company lost has no plan."), Final: true);

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(new RatedCompanyBuilder(tenant, "a"))) with { Failed = [earlier] });

        report.Failed.ShouldBe([earlier]);
        report.Company("a").Outcome.ShouldBe(CompanyOutcome.Issued);
    }

    [Test]
    public async Task A_batch_in_which_everyone_failed_before_is_reported()
    {
        var tenant = NewTenant();
        var earlier = new FailedCompany("lost", "2025-01", 1, new("assignment.none", "Company lost has no plan."), Final: true);

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), []) with { Failed = [earlier] });

        report.Companies.ShouldBeEmpty();
        report.Failed.ShouldBe([earlier]);
    }

    [Test]
    public async Task A_transaction_that_fails_takes_no_number_and_the_others_are_billed_without_it()
    {
        var tenant = NewTenant();
        await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(new RatedCompanyBuilder(tenant, "first"))));

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(
            new RatedCompanyBuilder(tenant, "a"), new RatedCompanyBuilder(tenant, "b") { Description = "No database takes this: \0" }, new RatedCompanyBuilder(tenant, "c"))));

        report.Failure("b").ShouldSatisfyAllConditions(
            failure => failure.Error.Code.ShouldBe("internal"),
            failure => failure.Error.Message.ShouldContain("Invoicing company b failed unexpectedly"),
            failure => failure.Final.ShouldBeFalse());
        report.Companies.Select(company => company.InvoiceNumber).ShouldBe(["INV-000002", "INV-000003"]);
        (await Database.ScalarAsync<long>("select last_number from invoice.numbers where tenant_id = @tenant", new { tenant })).ShouldBe(3);
    }

    [Test]
    public async Task Overlapping_days_of_one_company_are_refused_in_a_later_batch_and_in_a_preview()
    {
        var tenant = NewTenant();
        await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(new RatedCompanyBuilder(tenant, "acme"))));
        var overlapping = await RatedAsync(
            new RatedCompanyBuilder(tenant, "acme") { Cycle = "mid-january", Start = new(2025, 1, 31), End = new(2025, 2, 28) }, new RatedCompanyBuilder(tenant, "other"));

        foreach (var mode in new[] { RunMode.Preview, RunMode.Final })
        {
            var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), overlapping, mode));
            report.Failure("acme").Error.ShouldBe(new(
                "invoice.period_overlap",
                "Cycle mid-january of company acme has days that invoice INV-000001 already bills (2025-01-01 up to, not including, 2025-02-01).",
                "Correct the dates of the cycle, so that it does not overlap what is invoiced.",
                "acme"));
            report.Companies.Select(company => company.CompanyId).ShouldBe(["other"]);
        }
    }

    [Test]
    public async Task Overlapping_cycles_in_one_batch_bill_one_and_refuse_the_other()
    {
        var tenant = NewTenant();

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(
            new RatedCompanyBuilder(tenant, "acme"), new RatedCompanyBuilder(tenant, "acme") { Cycle = "mid-january", Start = new(2025, 1, 15), End = new(2025, 2, 15) })));

        report.Company("acme").BillingCycleId.ShouldBe("2025-01");
        report.Failure("acme").ShouldSatisfyAllConditions(
            failure => failure.BillingCycleId.ShouldBe("mid-january"), failure => failure.Error.Code.ShouldBe("invoice.period_overlap"));
    }

    [Test]
    public async Task Adjacent_cycles_do_not_overlap()
    {
        var tenant = NewTenant();

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), await RatedAsync(
            new RatedCompanyBuilder(tenant, "acme"), new RatedCompanyBuilder(tenant, "acme") { Cycle = "2025-02", Start = new(2025, 2, 1), End = new(2025, 3, 1) })));

        report.Companies.Select(company => (company.BillingCycleId, company.InvoiceNumber)).ShouldBe([("2025-01", "INV-000001"), ("2025-02", "INV-000002")]);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_event_is_settled_once(bool inOneBatch)
    {
        var tenant = NewTenant();
        ConsumedEvent entry = new("TimeEntriesPack", "entry-7", "whole", "charged");
        var companies = await RatedAsync(new RatedCompanyBuilder(tenant, "a") { Settled = [entry] }, new RatedCompanyBuilder(tenant, "b") { Settled = [entry] });

        BatchReport report;
        if (inOneBatch)
        {
            report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), companies));
        }
        else
        {
            await InvoiceAsync(Batch(tenant, Guid.NewGuid(), [companies[0]]));
            report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), [companies[1]]));
        }

        report.Failure("b").ShouldBe(new(
            "b",
            "2025-01",
            1,
            new(
                "event.already_billed",
                "TimeEntriesPack event entry-7 of company b is already settled by invoice INV-000001.",
                "Plan the company again: its facts now tell which events are billed.",
                "entry-7"),
            Final: false));
        (await NumbersAsync(tenant)).ShouldBe(["INV-000001"]);
    }

    [Test]
    public async Task A_lost_snapshot_fails_its_company_alone()
    {
        var tenant = NewTenant();
        var companies = await RatedAsync(new(tenant, "a"), new(tenant, "b"));
        var lost = companies[1] with { ChargeSetDigest = new('0', 64) };

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), [companies[0], lost]));

        report.Company("a").Outcome.ShouldBe(CompanyOutcome.Issued);
        report.Failure("b").Error.ShouldSatisfyAllConditions(error => error.Code.ShouldBe("snapshot.missing"), error => error.Subject.ShouldBe(new('0', 64)));
    }

    [Test]
    public async Task A_charge_set_of_another_company_is_not_billed()
    {
        var tenant = NewTenant();
        var companies = await RatedAsync(new(tenant, "a"), new(tenant, "b"));

        var report = await InvoiceAsync(Batch(tenant, Guid.NewGuid(), [companies[0] with { CompanyId = "b" }]));

        report.Failure("b").Error.Code.ShouldBe("internal");
        (await NumbersAsync(tenant)).ShouldBeEmpty();
    }
}
