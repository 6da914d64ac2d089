namespace Billing.Modules.Tests;

[Parallelizable]
public sealed class FixedFmvProperties : IDisposable
{
    private readonly FirstPartyModule _module = new("fixed-fmv");

    public void Dispose() => _module.Dispose();

    [Test]
    public void Lines_add_up_to_the_fee_in_fair_shares_under_keys_of_their_own() => Property.Holds(FixedCase.Any, sample =>
    {
        var lines = Rate(sample);
        FixedChecks.AddUpToFee(sample, lines);
        FixedChecks.AreFairShares(sample, lines);
        LineChecks.HaveUniqueKeys(lines);
    });

    [Test]
    public void Shuffled_rows_give_the_same_bytes() => Property.Holds(FixedCase.Any, sample =>
        LineChecks.AreTheSame(_module.Run(sample.Document()), _module.Run(sample.Document(shuffle: sample.Cut))));

    [Test]
    public void A_prorated_term_cut_at_any_day_costs_what_it_costs_whole() => Property.Holds(FixedCase.Prorated, CheckHalves);

    [Test]
    public void Fuel_is_the_same_on_every_run() => Property.Holds(FixedCase.Any, sample =>
        _module.Run(sample.Document()).Fuel.ShouldBe(_module.Run(sample.Document()).Fuel));

    [Test]
    public void Rounding_every_share_by_itself_is_found_out() => Property.IsRefuted(FixedCase.Any, sample =>
        FixedChecks.AddUpToFee(sample, Rate(sample, new { fixed_allocation = "round_each" })));

    [Test]
    public void A_day_too_many_is_found_out() => Property.IsRefuted(FixedCase.Prorated, sample =>
        FixedChecks.AddUpToFee(sample, Rate(sample, new { fixed_proration_days = "plus_one" })));

    [Test]
    public void A_cut_day_that_both_halves_bill_is_found_out() => Property.IsRefuted(FixedCase.Prorated, sample =>
        CheckHalves(sample, overlap: 1));

    [Test]
    public void A_service_without_a_line_is_found_out() => Property.IsRefuted(FixedCase.Any, sample =>
        FixedChecks.AreFairShares(sample, [.. Rate(sample).Skip(1)]));

    [Test]
    public void A_cent_on_the_wrong_service_is_found_out() => Property.IsRefuted(FixedCase.Any, sample =>
    {
        var lines = Rate(sample).ToArray();
        lines[0] = lines[0] with { Cents = lines[0].Cents - 1 };
        lines[^1] = lines[^1] with { Cents = lines[^1].Cents + 1 };
        FixedChecks.AddUpToFee(sample, lines);
        FixedChecks.AreFairShares(sample, lines);
    });

    private void CheckHalves(FixedCase sample) => CheckHalves(sample, overlap: 0);

    private void CheckHalves(FixedCase sample, int overlap)
    {
        var before = sample with { To = Math.Min(sample.Cut + overlap, sample.PeriodDays) };
        var after = sample with { From = sample.Cut };
        FixedChecks.HalvesAddUp(Rate(sample), RateDays(before), RateDays(after));
    }

    /// <summary>An assignment without days is none, and the host asks nothing about it.</summary>
    private IReadOnlyList<Line> RateDays(FixedCase sample) => sample.CoveredDays == 0 ? [] : Rate(sample);

    private IReadOnlyList<Line> Rate(FixedCase sample, object? policies = null) => _module.Run(sample.Document(policies)).Lines;
}
