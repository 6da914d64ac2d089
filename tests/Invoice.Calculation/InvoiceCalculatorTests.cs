using Billing.Contracts;

namespace Billing.Invoice.Calculation.Tests;

public sealed class InvoiceCalculatorTests
{
    private static readonly Dictionary<string, object?>[] NewYork = [Given.Rate("r1", "US-NY", "8.875")];

    [Test]
    public void Recurring_charges_of_one_assignment_are_one_item_with_a_detail_each()
    {
        var input = Given.Input(NewYork, plans: new Dictionary<string, string> { ["a1"] = "Gold" });
        var document = Document(input, [
            Given.Charge("c1", 7_000, type: ChargeType.Recurring, assignment: "a1", service: "s1"),
            Given.Charge("c2", 500, type: ChargeType.Usage, assignment: "a2", service: "s9"),
            Given.Charge("c3", 3_000, type: ChargeType.Recurring, assignment: "a1", service: "s2"),
        ]);

        document.Items.Select(item => (item.LineNo, item.Description, item.NetCents, item.Details.Count))
            .ShouldBe([(1, "Fixed Plan: Gold", 10_000L, 2), (2, "Charge c2", 500L, 1)]);
        document.Items[0].ServiceId.ShouldBeNull();
        document.Items[0].TaxRegion.ShouldBe("US-NY");
        document.Items[0].Details.Select(detail => (detail.DetailNo, detail.ChargeId, detail.ServiceId, detail.NetCents))
            .ShouldBe([(1, "c1", "s1", 7_000L), (2, "c3", "s2", 3_000L)]);
        document.Items[0].TaxCents.ShouldBe(document.Items[0].Details.Sum(detail => detail.TaxCents));
        (document.SubtotalCents, document.TaxCents, document.TotalCents).ShouldBe((10_500, 932, 11_432));
    }

    [Test]
    public void A_bundle_that_charges_name_is_shown_with_what_its_items_come_to()
    {
        var document = Document(
            Given.Input(NewYork),
            [
                InBundle(Given.Charge("c1", 1_000, type: ChargeType.Recurring, assignment: "a1"), "Office"),
                Given.Charge("c2", 400),
                InBundle(Given.Charge("c3", 600), "Office"),
                InBundle(Given.Charge("c4", -100, taxable: false, type: ChargeType.Discount), "Office"),
                InBundle(Given.Charge("c5", 70), name: null),
            ]);

        document.Items.Select(item => item.BundleId).ShouldBe(["b1", null, "b1", "b1", null]);
        var bundle = document.Bundles.ShouldHaveSingleItem();
        (bundle.BundleId, bundle.BundleName, bundle.NetCents).ShouldBe(("b1", "Office", 1_500));
        bundle.TaxCents.ShouldBe(document.Items.Where(item => item.BundleId is not null).Sum(item => item.TaxCents));
        bundle.TaxCents.ShouldBeGreaterThan(0);
    }

    [Test]
    public void An_invoice_without_bundles_says_nothing_of_them() =>
        Document(Given.Input(NewYork), [Given.Charge("c1", 100)]).Bundles.ShouldBeNull();

    [Test]
    public void Details_name_the_module_that_made_them_with_its_version_and_hash()
    {
        var detail = Document(Given.Input(NewYork), [Given.Charge("c1", 100)]).Items[0].Details[0];

        (detail.ModuleId, detail.ModuleVersion, detail.ModuleHash).ShouldBe(("mod.test", "1.0.0", new string('a', 64)));
    }

    [Test]
    public void A_charge_of_a_module_that_the_pipeline_does_not_pin_is_refused()
    {
        var outcome = Given.Invoice(Given.Input(NewYork), [Given.Charge("c1", 100) with { SourceModule = "mod.other@2.0.0" }]);

        outcome.Error!.Code.ShouldBe(ErrorCodes.ModuleUnknown);
        outcome.Error.Message.ShouldContain("mod.other@2.0.0");
    }

    [Test]
    public void No_charges_are_nothing_to_bill() => Given.Invoice(Given.Input(NewYork), []).IsNothingToBill.ShouldBeTrue();

    [Test]
    public void A_charge_of_zero_cents_is_still_billed()
    {
        var document = Document(Given.Input(NewYork), [Given.Charge("c1", 0)]);

        document.Items.Count.ShouldBe(1);
        (document.TotalCents, document.Kind).ShouldBe((0, InvoiceKind.Cycle));
    }

    [Test]
    public void A_negative_cycle_becomes_a_credit_note()
    {
        var document = Document(Given.Input(NewYork), [Given.Charge("c1", 100, taxable: false), Given.Charge("c2", -250, type: ChargeType.Credit)]);

        (document.TotalCents, document.Kind).ShouldBe((-150, InvoiceKind.CreditNote));
    }

    [Test]
    public void A_line_shows_the_region_of_its_service_and_a_line_for_no_service_none()
    {
        var document = Document(Given.Input(NewYork), [
            Given.Charge("c1", 100, region: "US-NY"),
            Given.Charge("c2", 100, region: null, taxable: false),
            Given.Charge("c3", 100, region: null, type: ChargeType.Bundle, service: null),
            Given.Charge("c4", -100, region: null, type: ChargeType.Discount, service: null),
        ]);

        document.Items.Select(item => item.TaxRegion).ShouldBe(["US-NY", "US-NY", null, null]);
        document.Items.Select(item => item.TaxCents > 0).ShouldBe([true, false, true, false]);
    }

    [Test]
    public void A_plan_whose_services_lie_in_several_regions_shows_none_and_is_taxed_in_each()
    {
        var input = Given.Input([Given.Rate("r1", "US-NY", "10"), Given.Rate("r2", "US-TX", "5")], plans: new Dictionary<string, string> { ["a1"] = "Gold" });
        var document = Document(input, [
            Given.Charge("c1", 1_000, "US-NY", type: ChargeType.Recurring, assignment: "a1"),
            Given.Charge("c2", 1_000, "US-TX", type: ChargeType.Recurring, assignment: "a1"),
        ]);

        document.Items.Single().TaxRegion.ShouldBeNull();
        document.Items.Single().Details.Select(detail => detail.TaxCents).ShouldBe([100, 50]);
        document.TaxLines.Select(line => (line.Region, line.RatePercent, line.BaseCents, line.TaxCents)).ShouldBe([("US-NY", "10", 1_000L, 100L), ("US-TX", "5", 1_000L, 50L)]);
    }

    [Test]
    public void Two_currencies_in_one_company_are_refused()
    {
        var outcome = Given.Invoice(Given.Input(NewYork), [Given.Charge("c1", 100), Given.Charge("c2", 100) with { CurrencyCode = "EUR" }]);

        outcome.Error!.Code.ShouldBe(ErrorCodes.CurrencyMixed);
        outcome.Error.Subject.ShouldBe(Given.CompanyId);
    }

    [Test]
    public void A_sum_beyond_what_JSON_can_hold_is_refused()
    {
        const long Most = (1L << 53) - 1;
        Given.Invoice(Given.Input(NewYork), [Given.Charge("c1", Most, taxable: false)]).Document!.TotalCents.ShouldBe(Most);
        Given.Invoice(Given.Input(NewYork), [Given.Charge("c1", Most, taxable: false), Given.Charge("c2", 1, taxable: false)])
            .Error!.Code.ShouldBe(ErrorCodes.MoneyOverflow);
        Given.Invoice(Given.Input(NewYork), [Given.Charge("c1", long.MaxValue), Given.Charge("c2", long.MaxValue)])
            .Error!.Code.ShouldBe(ErrorCodes.MoneyOverflow);
    }

    [Test]
    public void A_policy_value_that_does_not_exist_is_refused_with_those_that_do()
    {
        var error = Should.Throw<Rating.BillingException>(() => new InvoiceCalculator(Given.Pipeline(new Dictionary<string, string> { ["tax_rounding"] = "sideways" }))).Error;

        error.Code.ShouldBe(ErrorCodes.PolicyUnknown);
        error.WayOut.ShouldBe("Take one of: down, half_away_from_zero, half_even, up.");
    }

    /// <param name="name">Null where no stage groups bundles: the charge then says only where it comes from.</param>
    private static Charge InBundle(Charge charge, string? name)
    {
        var dimensions = new Dictionary<string, string>(charge.Dimensions!) { ["bundle_id"] = "b1" };
        if (name is not null)
            dimensions["bundle_name"] = name;
        return charge with { Dimensions = dimensions };
    }

    private static InvoiceDocument Document(CompanyInput input, IReadOnlyList<Charge> charges)
    {
        var outcome = Given.Invoice(input, charges);
        outcome.Error.ShouldBeNull();
        return outcome.Document.ShouldNotBeNull();
    }
}
