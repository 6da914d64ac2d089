using Billing.Contracts;

namespace Billing.Invoice.Calculation.Tests;

public sealed class TaxTests
{
    [Test]
    public void Tax_is_rounded_up_once_over_the_region_and_the_smallest_line_gets_what_is_left()
    {
        // 101 + 303 + 303 + 12,345 = 13,052 at 5 % is 652.6, so 653: 617.6, 15.1, 15.1 and 5.0 rounded down, and one cent left.
        var taxes = Taxes([Given.Rate("r1", "US-NY", "5")], Given.Charge("a", 303), Given.Charge("b", 101), Given.Charge("c", 12_345), Given.Charge("d", 303));

        taxes.ShouldBe([15, 6, 617, 15]);
    }

    [Test]
    public void Rates_of_a_region_add_up_before_they_are_rounded()
    {
        // 333 at 5 % and 9.975 % is 49.86675 together; apart it would be 17 + 34.
        Taxes([Given.Rate("r1", "US-NY", "5"), Given.Rate("r2", "US-NY", "9.975")], Given.Charge("a", 333)).ShouldBe([50]);
    }

    [TestCase("2025-01-31", 5)]
    [TestCase("2025-02-01", 20)]
    public void A_rate_ends_on_its_first_day_not_covered(string taxDate, int percent)
    {
        var input = Given.Input([Given.Rate("old", "US-NY", "5", end: "2025-02-01"), Given.Rate("new", "US-NY", "20", start: "2025-02-01")], taxDate: taxDate);

        Given.Invoice(input, [Given.Charge("a", 100)]).Document!.TaxCents.ShouldBe(percent);
    }

    [Test]
    public void A_thousandth_of_a_cent_rounds_up_and_an_exact_amount_does_not()
    {
        Taxes([Given.Rate("r1", "US-NY", "0.0001")], Given.Charge("a", 1)).ShouldBe([1]);
        Taxes([Given.Rate("r1", "US-NY", "8.25")], Given.Charge("a", 400)).ShouldBe([33]);
        Taxes([Given.Rate("r1", "US-NY", "8.25")], Given.Charge("a", 9_007_199_254_700)).ShouldBe([743_093_938_513]);
    }

    [Test]
    public void Discounts_credits_and_what_is_not_taxable_bear_no_tax()
    {
        Taxes(
            [Given.Rate("r1", "US-NY", "10")],
            Given.Charge("a", 1_000),
            Given.Charge("b", 1_000, taxable: false),
            Given.Charge("c", -400, type: ChargeType.Discount),
            Given.Charge("d", -300, type: ChargeType.Credit)).ShouldBe([100, 0, 0, 0]);
    }

    [Test]
    public void After_discounts_a_discount_lowers_the_base_of_the_lines_it_comes_from()
    {
        var outcome = Given.Invoice(
            Given.Input([Given.Rate("r1", "US-NY", "10")]),
            [Given.Charge("a", 1_000), Given.Charge("b", 500), Given.Charge("c", -400, taxable: false, type: ChargeType.Discount, derivedFrom: ["a"])],
            new Dictionary<string, string> { ["tax_base"] = "after_discounts" });

        outcome.Document!.Items.Select(item => item.TaxCents).ShouldBe([60, 50, 0]);
        outcome.Document.TaxLines[0].BaseCents.ShouldBe(1_100);
    }

    [Test]
    public void After_discounts_a_discount_larger_than_everything_leaves_no_tax()
    {
        var outcome = Given.Invoice(
            Given.Input([Given.Rate("r1", "US-NY", "10")]),
            [Given.Charge("a", 1_000), Given.Charge("c", -4_000, taxable: false, type: ChargeType.Discount)],
            new Dictionary<string, string> { ["tax_base"] = "after_discounts" });

        (outcome.Document!.TaxCents, outcome.Document.Kind).ShouldBe((0, InvoiceKind.CreditNote));
    }

    [Test]
    public void Line_by_line_every_line_is_rounded_by_itself()
    {
        var outcome = Given.Invoice(
            Given.Input([Given.Rate("r1", "US-NY", "5")]),
            [Given.Charge("a", 101), Given.Charge("b", 101)],
            new Dictionary<string, string> { ["tax_aggregation"] = "line" });

        outcome.Document!.Items.Select(item => item.TaxCents).ShouldBe([6, 6]);
        outcome.Document.TaxLines[0].TaxCents.ShouldBe(12);
    }

    [TestCase("up", 4)]
    [TestCase("down", 3)]
    [TestCase("half_away_from_zero", 4)]
    [TestCase("half_even", 4)]
    public void Rounding_is_a_policy(string rounding, int tax)
    {
        var policies = new Dictionary<string, string> { ["tax_rounding"] = rounding };

        Given.Invoice(Given.Input([Given.Rate("r1", "US-NY", "10")]), [Given.Charge("a", 35)], policies).Document!.TaxCents.ShouldBe(tax);
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public void An_exempt_company_and_one_under_reverse_charge_pay_no_tax_and_need_no_rate(bool exempt, bool reverseCharge)
    {
        var outcome = Given.Invoice(Given.Input([], exempt: exempt, reverseCharge: reverseCharge), [Given.Charge("a", 1_000)]);

        outcome.Error.ShouldBeNull();
        outcome.Document!.TaxCents.ShouldBe(0);
        outcome.Document.TaxLines.ShouldBeEmpty();
    }

    [TestCase("2020-01-01", null, false, TestName = "A_missing_rate_is_named_with_region_and_date(inactive)")]
    [TestCase("2020-01-01", "2025-02-01", true, TestName = "A_missing_rate_is_named_with_region_and_date(ended)")]
    [TestCase("2025-02-02", null, true, TestName = "A_missing_rate_is_named_with_region_and_date(not_yet)")]
    public void A_missing_rate_is_named_with_region_and_date(string start, string? end, bool active)
    {
        var error = Given.Invoice(Given.Input([Given.Rate("r1", "US-TX", "5", start, end, active)]), [Given.Charge("a", 1, region: "US-TX")]).Error!;

        error.Code.ShouldBe(ErrorCodes.TaxRateMissing);
        error.Message.ShouldContain("US-TX");
        error.Message.ShouldContain("2025-02-01");
        error.WayOut.ShouldNotBeNull();
    }

    [Test]
    public void A_taxable_line_without_any_region_has_no_rate()
    {
        Given.Invoice(Given.Input([], defaultRegion: null), [Given.Charge("a", 1, region: null)]).Error!.Code.ShouldBe(ErrorCodes.TaxRateMissing);
        Given.Invoice(Given.Input([], defaultRegion: null), [Given.Charge("a", 1, region: null, taxable: false)]).Error.ShouldBeNull();
    }

    [Test]
    public void A_row_that_is_not_as_the_catalog_says_is_named()
    {
        var rate = Given.Rate("r1", "US-NY", "eight");

        var error = Given.Invoice(Given.Input([rate]), [Given.Charge("a", 1)]).Error!;

        error.Code.ShouldBe(ErrorCodes.FactInvalid);
        error.Message.ShouldContain("TaxRatesPack row r1: field tax_percentage");
    }

    [Test]
    public void An_input_without_tax_rates_says_so()
    {
        var input = Given.Input([]);
        var error = Given.Invoice(input with { Facts = new Dictionary<string, IReadOnlyList<System.Text.Json.JsonElement>>() }, [Given.Charge("a", 1)]).Error!;

        (error.Code, error.Subject).ShouldBe((ErrorCodes.PackMissing, "TaxRatesPack"));
    }

    private static long[] Taxes(Dictionary<string, object?>[] rates, params Charge[] charges)
    {
        var outcome = Given.Invoice(Given.Input(rates), charges);
        outcome.Error.ShouldBeNull();
        return [.. outcome.Document!.Items.Select(item => item.TaxCents)];
    }
}
