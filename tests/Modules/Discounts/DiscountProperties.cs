using System.Text.Json.Nodes;

namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class DiscountProperties
{
    [Test]
    public void Discounts_are_given_in_a_fixed_order_each_rounded_once_and_limited_to_what_is_left() => DiscountClaims.Limited.Holds(Modules.Sound);

    [Test]
    public void Without_a_limit_a_discount_is_what_it_asks_for() => DiscountClaims.WithoutLimit.Holds(Modules.Sound);

    [Test]
    public void No_discount_drives_a_charge_or_the_total_below_zero() => Property.Holds(DiscountCase.Any, sample =>
        Bounds(sample.Document(charges: Discounted(sample, sample.Document()))).ShouldBeEmpty());

    [Test]
    public void A_discount_beyond_what_is_left_is_found_out() => Property.IsRefuted(DiscountCase.Any, sample =>
        Bounds(sample.Document(charges: Discounted(sample, sample.Document(new { discount_excess = "allow" })))).ShouldBeEmpty());

    [Test]
    public void Another_rounding_is_found_out() => Property.IsRefuted(DiscountCase.Any, sample =>
        Modules.Sound.Run("discounts", sample.Document(new { discount_rounding = "half_up", discount_stacking = sample.Stacking, discount_base = sample.Base })).Made
            .Select(line => -line.Integer("net_amount_cents")).ShouldBe(sample.Expected().Select(line => (long)line.Given)));

    [Test]
    public void Half_up_rounds_towards_the_customers_debt() => Property.Holds(DiscountCase.Any, sample =>
        Modules.Sound.Run("discounts", sample.Document(new { discount_rounding = "half_up", discount_stacking = sample.Stacking, discount_base = sample.Base })).Made
            .Select(line => -line.Integer("net_amount_cents")).ShouldBe(sample.Expected(Rounding.HalfUp).Select(line => (long)line.Given)));

    [Test]
    public void Another_stacking_is_found_out() => Property.IsRefuted(DiscountCase.Any, sample =>
        Modules.Sound.Run("discounts", sample.Document()).Made.Select(line => line.Text("line_key"))
            .ShouldBe((sample with { Stacking = "fixed_first" }).Expected().Select(line => line.Discount.Id)));

    private static JsonArray Discounted(DiscountCase sample, JsonObject document)
    {
        var charges = Hosted.Charges(Modules.Sound.Run("discounts", document));
        charges.Count.ShouldBeGreaterThanOrEqualTo(sample.Charges.Length);
        return charges;
    }

    private static IReadOnlyList<string> Bounds(JsonObject document) => Modules.Sound.Run("discount-bounds", document).Refusals;
}
