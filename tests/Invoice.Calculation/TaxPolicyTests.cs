using System.Text.Json;
using Billing.Contracts;

namespace Billing.Invoice.Calculation.Tests;

/// <summary>What the values beside the defaults do.</summary>
public sealed class TaxPolicyTests
{
    private static readonly Dictionary<string, object?> NewYork = Given.Rate("r1", "US-NY", "10");

    [Test]
    public void A_missing_rate_may_leave_its_region_untaxed_and_says_so()
    {
        var document = Document([NewYork], [Given.Charge("a", 100), Given.Charge("b", 100, region: "US-TX")], ("tax_missing_rate", "untaxed"));

        document.Items.Select(item => item.TaxCents).ShouldBe([10, 0]);
        var line = document.TaxLines.Single(line => line.Region == "US-TX");
        (line.RatePercent, line.BaseCents, line.TaxCents, line.TaxRateIds.Count, line.Parts.Count).ShouldBe(("0", 100, 0, 0, 0));
        var warning = document.Warnings.Single();
        (warning.Code, warning.Subject).ShouldBe((ErrorCodes.TaxRateMissing, "US-TX"));
    }

    [Test]
    public void A_manual_item_without_any_region_bears_no_tax_and_says_so()
    {
        var outcome = Given.Invoice(Given.Input([], defaultRegion: null), [Given.Charge("a", 100, region: null, type: ChargeType.Manual, service: null)]);

        outcome.Document!.TaxCents.ShouldBe(0);
        outcome.Document.Warnings.Single().Code.ShouldBe(ErrorCodes.TaxRateMissing);
    }

    [Test]
    public void A_manual_item_without_any_region_may_be_a_failure() =>
        Outcome(Given.Input([], defaultRegion: null), [Given.Charge("a", 100, region: null, type: ChargeType.Manual)], ("tax_missing_region", "fail")).Error!.Code
            .ShouldBe(ErrorCodes.TaxRateMissing);

    [Test]
    public void A_manual_item_is_shown_with_its_own_region_only_and_taxed_in_the_default_one()
    {
        var item = Document([NewYork], [Given.Charge("a", 100, region: null, type: ChargeType.Manual)]).Items.Single();

        (item.TaxRegion, item.TaxCents).ShouldBe((null, 10));
    }

    [TestCase("honoured", 0, TaxExemption.ReverseCharge)]
    [TestCase("ignored", 10, null)]
    public void Reverse_charge_is_a_policy_and_the_document_names_it(string value, long tax, TaxExemption? exemption)
    {
        var document = Outcome(Given.Input([NewYork], reverseCharge: true), [Given.Charge("a", 100)], ("tax_reverse_charge", value)).Document!;

        (document.TaxCents, document.TaxExemption).ShouldBe((tax, exemption));
    }

    [TestCase("applied", 21)]
    [TestCase("ignored", 7)]
    public void The_parts_of_a_rate_are_a_policy(string value, long tax)
    {
        var rate = Given.Rate("r1", "US-NY", "7");
        rate["is_composite"] = true;
        rate["components"] = new[] { Component("c1", "10", 1, compound: true), Component("c2", "10", 2) };

        Document([rate], [Given.Charge("a", 100)], ("tax_rate_parts", value)).TaxCents.ShouldBe(tax);
    }

    [Test]
    public void A_document_explains_a_composite_rate_component_by_component()
    {
        var rate = Given.Rate("r1", "US-NY", "7");
        rate["is_composite"] = true;
        rate["components"] = new[] { Component("GST", "10", 1, compound: true), Component("QST", "10", 2) };

        var document = Document([rate, Given.Rate("r2", "US-NY", "1"), Given.Rate("r3", "US-NY", "2")], [Given.Charge("a", 1_000), Given.Charge("b", 1, taxable: false)]);

        var line = document.TaxLines.Single();
        line.Parts.Select(part => (part.Kind, part.Name, part.RatePercent, part.BaseCents, part.TaxCents)).ShouldBe([
            (TaxPartKind.Rates, null, "3", 1_000, 30),
            (TaxPartKind.Component, "GST", "10", 1_000, 100),
            (TaxPartKind.Component, "QST", "10", 1_100, 110),
        ]);
        line.Parts[0].TaxRateIds.ShouldBe(["r2", "r3"]);
        (line.TaxCents, line.RatePercent).ShouldBe((240, "24"));
        document.Items.Select(item => item.Details[0].TaxRatePercent).ShouldBe(["24", null]);
    }

    [TestCase("each_charge", 10)]
    [TestCase("all_if_any", 20)]
    public void Whether_one_taxable_charge_makes_its_item_taxable_is_a_policy(string value, long tax) =>
        Document(
            [NewYork],
            [Recurring("a", "US-NY"), Recurring("b", null, taxable: false), Given.Charge("c", 100, taxable: false)],
            ("tax_consolidated_taxability", value)).TaxCents.ShouldBe(tax);

    [Test]
    public void An_item_of_several_regions_may_be_taxed_and_shown_in_the_default_one()
    {
        var document = Document(
            [NewYork, Given.Rate("r2", "US-TX", "5"), Given.Rate("r3", "US-CA", "5")],
            [Recurring("a", "US-TX"), Recurring("b", "US-CA"), Given.Charge("c", 100, region: "US-TX")],
            ("tax_consolidated_region", "default_if_mixed"));

        document.Items.Select(item => (item.TaxRegion, item.TaxCents)).ShouldBe([("US-NY", 20), ("US-TX", 5)]);
    }

    [Test]
    public void An_item_of_one_region_stays_in_it() =>
        Document([Given.Rate("r2", "US-TX", "5")], [Recurring("a", "US-TX"), Recurring("b", "US-TX")], ("tax_consolidated_region", "default_if_mixed"))
            .Items.Single().TaxRegion.ShouldBe("US-TX");

    // The period ends before 2025-02-01; the tax date is 2025-02-01 and has a rate.
    [TestCase("exclusive", "2025-02-01", ChargeType.Usage, false, TestName = "Where_the_end_is_exclusive_a_rate_on_it_is_enough")]
    [TestCase("inclusive-explicit", "2025-02-01", ChargeType.Usage, true, TestName = "Where_the_last_day_is_stored_a_charge_without_a_rate_on_it_stands_without_an_invoice")]
    [TestCase("inclusive-computed", "2025-02-01", ChargeType.Usage, false, TestName = "Where_the_last_day_is_computed_the_invoice_looks_a_day_later")]
    public void Without_a_rate_when_charged(string convention, string rateStart, ChargeType type, bool refused)
    {
        var outcome = Outcome(Input(Given.Rate("r1", "US-NY", "10", start: rateStart), convention), [Given.Charge("a", 100, type: type)], ("tax_rate_check", "when_charged"));

        (outcome.ChargesStand, outcome.Error?.Code, outcome.Document is null).ShouldBe((refused, refused ? ErrorCodes.TaxRateMissing : null, refused));
    }

    [TestCase("inclusive-explicit")]
    [TestCase("inclusive-computed")]
    public void A_recurring_charge_without_a_rate_on_the_last_day_fails_the_company(string convention)
    {
        var outcome = Outcome(Input(Given.Rate("r1", "US-NY", "10", start: "2025-02-01"), convention), [Recurring("a", "US-NY")], ("tax_rate_check", "when_charged"));

        (outcome.Error!.Code, outcome.ChargesStand).ShouldBe((ErrorCodes.TaxRateMissing, false));
        outcome.Error.Message.ShouldContain("2025-01-31");
    }

    [Test]
    public void Nothing_is_checked_for_a_company_that_pays_no_tax()
    {
        var input = Given.Input([], exempt: true);

        Outcome(input, [Recurring("a", "US-NY")], ("tax_rate_check", "when_charged")).Document!.TaxExemption.ShouldBe(TaxExemption.Exempt);
    }

    [Test]
    public void A_company_without_a_default_region_may_be_refused_an_invoice_and_its_charges_stand()
    {
        var outcome = Outcome(Given.Input([NewYork], defaultRegion: null), [Recurring("a", "US-NY")], ("invoice_prerequisites", "complete_records"));

        (outcome.Error!.Code, outcome.Error.Subject, outcome.ChargesStand).ShouldBe((ErrorCodes.InvoiceRefused, Given.CompanyId, true));
    }

    [Test]
    public void A_recurring_charge_without_an_assignment_or_of_another_kind_of_plan_may_be_refused_an_invoice()
    {
        var complete = Recurring("a", "US-NY");
        var hourly = complete with { Dimensions = new Dictionary<string, string>(complete.Dimensions!) { ["plan_type"] = "hourly" } };

        Complete(Given.Input([NewYork]), complete).ShouldBeNull();
        Complete(Given.Input([NewYork]), hourly)!.Message.ShouldContain("not of an assignment of a fixed plan");
        Complete(Given.Input([NewYork]), Given.Charge("b", 1, type: ChargeType.Recurring))!.Code.ShouldBe(ErrorCodes.InvoiceRefused);
    }

    [Test]
    public void A_recurring_charge_for_a_service_without_a_quantity_may_be_refused_an_invoice()
    {
        var charge = Recurring("a", "US-NY");
        var input = Given.Input([NewYork]);
        var facts = new Dictionary<string, IReadOnlyList<JsonElement>>(input.Facts)
        {
            ["PlanServiceConfigPack"] = [JsonSerializer.SerializeToElement(new { config_id = "k", plan_id = "p1", service_id = "service-1", quantity = (string?)null })],
        };

        Complete(input with { Facts = facts }, charge).ShouldBeNull();
        Complete(input with { Facts = facts }, charge with { Dimensions = new Dictionary<string, string>(charge.Dimensions!) { ["plan_id"] = "p1" } })!.Message.ShouldContain("no quantity");
    }

    private static BillingError? Complete(CompanyInput input, Charge charge) => Outcome(input, [charge], ("invoice_prerequisites", "complete_records")).Error;

    private static CompanyInput Input(Dictionary<string, object?> rate, string convention)
    {
        var input = Given.Input([rate]);
        return input with
        {
            Facts = new Dictionary<string, IReadOnlyList<JsonElement>>(input.Facts)
            {
                ["BillingCyclesPack"] = [JsonSerializer.SerializeToElement(new { billing_cycle_id = "cycle-1", end_convention = convention })],
            },
        };
    }

    private static Charge Recurring(string id, string? region, bool taxable = true) => Given.Charge(id, 100, region, taxable, ChargeType.Recurring, assignment: "a1");

    private static object Component(string id, string rate, int sequence, bool compound = false) =>
        new { tax_component_id = id, name = id, rate, sequence, is_compound = compound, start_date = (string?)null, end_date = (string?)null, holidays = Array.Empty<object>() };

    private static InvoiceDocument Document(IReadOnlyList<Dictionary<string, object?>> rates, IReadOnlyList<Charge> charges, params (string Name, string Value)[] policies)
    {
        var outcome = Outcome(Given.Input(rates), charges, policies);
        outcome.Error.ShouldBeNull();
        return outcome.Document!;
    }

    private static InvoiceOutcome Outcome(CompanyInput input, IReadOnlyList<Charge> charges, params (string Name, string Value)[] policies) =>
        Given.Invoice(input, charges, policies.ToDictionary(policy => policy.Name, policy => policy.Value));
}
