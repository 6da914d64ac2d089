using Billing.Contracts;

namespace Billing.Rating.Tests;

public sealed class TaxDatesTests
{
    private static readonly BillingPeriod January = new(new DateOnly(2025, 1, 1), new DateOnly(2025, 2, 1), "monthly", "cycle-1");

    private static readonly DateTimeOffset AsOf = new(2025, 3, 4, 23, 30, 0, TimeSpan.FromHours(-5));

    [TestCase("period_end", "2025-02-01")]
    [TestCase("period_start", "2025-01-01")]
    [TestCase("run_date", "2025-03-05")]
    public void The_tax_date_of_a_cycle_is_a_policy_and_the_day_of_a_run_is_that_of_UTC(string value, string date) =>
        TaxDates.OfCycle(value, January, AsOf).ShouldBe(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture));

    [Test]
    public void A_manual_invoice_is_taxed_on_the_day_it_is_made() => TaxDates.OfManualInvoice(AsOf).ShouldBe(new DateOnly(2025, 3, 5));

    [Test]
    public void A_value_that_does_not_exist_is_refused_with_those_that_do()
    {
        var error = Should.Throw<BillingException>(() => TaxDates.OfCycle("sometime", January, AsOf)).Error;

        (error.Code, error.WayOut).ShouldBe((ErrorCodes.PolicyUnknown, "Choose one of period_end, period_start, run_date."));
    }
}
