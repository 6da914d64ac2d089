namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class CouponProperties
{
    [Test]
    public void A_coupon_takes_its_worth_once_enough_was_spent_and_no_more_than_is_left() => Property.Holds(CouponCase.Any, sample =>
        Taken(sample).ShouldBe(sample.Expected().Select(line => (line.Id, -(long)line.Cents))));

    [Test]
    public void No_coupon_drives_a_charge_or_the_total_below_zero() => Property.Holds(CouponCase.Any, sample =>
        Modules.Sound.Run("discount-bounds", sample.Document(Hosted.Charges(Modules.Sound.Run("category-coupons", sample.Document())))).Refusals.ShouldBeEmpty());

    [Test]
    public void More_spent_never_takes_a_coupon_away() => Property.Holds(CouponCase.Any, sample =>
    {
        var more = sample with { Charges = [.. sample.Charges, new Sold(Sold.IdOf(99), "usage", "p0", "c0", "s9", 1_000, 700, 0, 31, [])] };
        Taken(sample).Select(line => line.Key).ShouldBeSubsetOf(Taken(more).Select(line => line.Key));
    });

    [Test]
    public void A_percentage_of_another_base_is_found_out() => Property.IsRefuted(CouponCase.Any, sample =>
        Taken(sample).ShouldBe((sample with { OfWhatIsLeft = !sample.OfWhatIsLeft }).Expected().Select(line => (line.Id, -(long)line.Cents))));

    private static IReadOnlyList<(string Key, long Cents)> Taken(CouponCase sample) =>
        [.. Modules.Sound.Run("category-coupons", sample.Document()).Made.Select(line => (line.Text("line_key"), line.Integer("net_amount_cents")))];
}
