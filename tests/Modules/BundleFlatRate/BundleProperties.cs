namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class BundleProperties
{
    [Test]
    public void Rates_take_the_place_of_charges_prorated_and_rounded_once_and_their_parts_add_up() => BundleClaims.Rates.Holds(Modules.Sound);

    [Test]
    public void A_bundle_that_begins_on_an_exclusive_end_is_billed_for_that_day_in_a_closed_window() => BundleClaims.InAClosedWindow.Holds(Modules.Sound);

    [Test]
    public void Charges_of_other_plans_are_passed_on_and_no_event_is_lost() => Property.Holds(BundleCase.Any, sample =>
    {
        var output = Modules.Sound.Run("bundle-flat-rate", sample.Document());
        var passedOn = output.Charges.Where(charge => charge.TryGetProperty("charge_id", out _)).ToArray();
        passedOn.Select(charge => (charge.Text("charge_id"), charge.Integer("net_amount_cents"))).ShouldBe(sample.PassedOn.Select(charge => (charge.Id, charge.Cents)));
        var settled = passedOn.SelectMany(charge => charge.Texts("input_refs")).Concat(output.All("consumed").Select(consumed => consumed.Text("event_id")));
        settled.Order(StringComparer.Ordinal).ShouldBe(sample.Charges.Where(BundleCase.HasEntry).Select(BundleCase.EntryOf).Order(StringComparer.Ordinal));
    });

    [Test]
    public void A_full_rate_for_a_part_of_the_month_is_found_out() => Property.IsRefuted(BundleCase.Any, sample =>
        Modules.Sound.Run("bundle-flat-rate", (sample with { ByDays = false }).Document()).Made.Sum(line => line.Integer("net_amount_cents"))
            .ShouldBe(sample.Billed.Sum(plan => (long)(sample with { ByDays = true }).Amount(plan))));
}
