namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class CapProperties
{
    [Test]
    public void Caps_take_what_is_above_them_the_narrowest_first() => CapClaims.Excess.Holds(Modules.Sound);

    [Test]
    public void Only_caps_that_cover_a_day_of_the_period_are_in_force() => CapClaims.InForce.Holds(Modules.Sound);

    [Test]
    public void What_is_left_to_pay_is_never_above_a_cap() => Property.Holds(CapCase.OfAnyDates, sample =>
    {
        var capped = Hosted.Charges(Modules.Sound.Run("cap-total", sample.Document()));
        Modules.Sound.Run("cap-consistency", sample.Document(capped)).Refusals.ShouldBeEmpty();
        Modules.Sound.Run("discount-bounds", sample.Document(capped.DeepClone().AsArray())).Refusals.ShouldBeEmpty();
    });

    [Test]
    public void A_cap_that_takes_a_cent_too_little_is_found_out() => Property.IsRefuted(CapCase.InForce, sample =>
    {
        var capped = Hosted.Charges(Modules.Sound.Run("cap-total", sample.Document()));
        if (capped.Count > sample.Charges.Length)
            capped[^1]!["net_amount_cents"] = capped[^1]!["net_amount_cents"]!.GetValue<long>() + 1;
        Modules.Sound.Run("cap-consistency", sample.Document(capped)).Refusals.ShouldBeEmpty();
    });
}
