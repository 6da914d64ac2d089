namespace Billing.Modules.Tests;

[Parallelizable]
public sealed class UsageTiersProperties : IDisposable
{
    private readonly FirstPartyModule _module = new("usage-tiers");

    public void Dispose() => _module.Dispose();

    [Test]
    public void Records_cost_their_piece_of_the_tiers_and_drift_less_than_a_cent_each() => Property.Holds(UsageCase.Any, sample =>
    {
        var lines = Rate(sample);
        UsageChecks.CostTheirPieces(sample, lines);
        UsageChecks.DriftLessThanACentEach(sample, lines);
        LineChecks.HaveUniqueKeys(lines);
    });

    [Test]
    public void More_never_costs_less_and_no_tier_begins_with_a_jump() => Property.Holds(UsageCase.AtTierEnds, sample =>
        UsageChecks.RiseWithoutAJump(sample, Rate(sample), Rate(sample.OneMillionthMore())));

    [Test]
    public void By_volume_every_unit_costs_the_rate_of_the_tier_in_which_all_of_them_end() => Property.Holds(UsageCase.Any, sample =>
        UsageChecks.CostTheRateOfTheWholeVolume(sample, Rate(sample, mode: "volume")));

    [Test]
    public void Units_at_the_rate_of_their_own_tier_are_found_out_by_volume() => Property.IsRefuted(UsageCase.Any, sample =>
        UsageChecks.CostTheRateOfTheWholeVolume(sample, Rate(sample)));

    [Test]
    public void Shuffled_rows_give_the_same_bytes() => Property.Holds(UsageCase.Any, sample =>
        LineChecks.AreTheSame(_module.Run(sample.Document()), _module.Run(sample.Document(shuffled: true))));

    [Test]
    public void A_late_record_leaves_all_other_keys_as_they_were() => Property.Holds(UsageCase.Any, sample =>
        LineChecks.KeepKeys(Rate(sample), Rate(WithLate(sample)), "late"));

    [Test]
    public void Tiers_read_by_their_width_are_found_out() => Property.IsRefuted(UsageCase.Any, sample =>
        UsageChecks.CostTheirPieces(sample, Rate(sample, new { usage_tier_bounds = "width" })));

    [TestCase("half_away_from_zero")]
    [TestCase("half_even")]
    public void Another_rounding_is_found_out(string rounding) => Property.IsRefuted(UsageCase.Any, sample =>
        UsageChecks.DriftLessThanACentEach(sample, Rate(sample, new { usage_rounding = rounding })));

    [Test]
    public void Rounding_every_tier_by_itself_is_found_out() => Property.IsRefuted(UsageCase.Any, sample =>
        UsageChecks.DriftLessThanACentEach(sample, Rate(sample, new { usage_tier_rounding = "up_each" })));

    [Test]
    public void A_minimum_for_every_record_is_found_out() => Property.IsRefuted(UsageCase.Any, sample =>
        UsageChecks.CostTheirPieces(sample, Rate(sample, new { usage_minimum = "record" })));

    [Test]
    public void A_whole_quantity_at_the_rate_of_its_last_tier_is_found_out() => Property.IsRefuted(UsageCase.AtTierEnds, sample =>
        UsageChecks.RiseWithoutAJump(sample, Rate(sample, mode: "volume"), Rate(sample.OneMillionthMore(), mode: "volume")));

    [Test]
    public void A_record_without_a_line_is_found_out() => Property.IsRefuted(UsageCase.Any, sample =>
        LineChecks.KeepKeys(Rate(sample), [.. Rate(WithLate(sample)).Skip(1)], "late"));

    private static UsageCase WithLate(UsageCase sample) => sample with { Records = [.. sample.Records, new UsageRecord("late", 2, 1_500_000)] };

    private IReadOnlyList<Line> Rate(UsageCase sample, object? policies = null, string? mode = null) => _module.Run(sample.Document(policies, mode)).Lines;
}
