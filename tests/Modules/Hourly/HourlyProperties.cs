using System.Numerics;

namespace Billing.Modules.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class HourlyProperties
{
    [Test]
    public void Every_entry_costs_its_time_after_minimum_and_step_and_its_overtime_rounded_once() => Property.Holds(HourlyCase.Any, sample => Costs(sample, Rate(sample)));

    [Test]
    public void A_late_entry_leaves_all_other_keys_as_they_were() => Property.Holds(HourlyCase.Any, sample =>
        LineChecks.KeepKeys(Rate(sample), Rate(sample with { Entries = [.. sample.Entries, new Entry("late", "s0", "senior", 7_200, 1_830, 30)] }), "late"));

    [Test]
    public void A_minute_more_never_costs_less() => Property.Holds(HourlyCase.WithoutOvertimeRates, sample =>
    {
        foreach (var longer in sample.Entries)
            Sum(sample with { Entries = [.. sample.Entries.Select(entry => entry == longer ? entry.AMinuteLonger() : entry)] }).ShouldBeGreaterThanOrEqualTo(Sum(sample));
    });

    [Test]
    public void Without_overtime_a_month_cut_in_two_costs_what_it_costs_whole() => Property.Holds(HourlyCase.WithoutOvertime, sample =>
        (Part(sample, entry => entry.Begin < 15 * 86_400) + Part(sample, entry => entry.Begin >= 15 * 86_400)).ShouldBe(Sum(sample)));

    [TestCase("hourly_overtime_hours", "entry")]
    [TestCase("hourly_overtime_terms", "plan")]
    [TestCase("hourly_seconds", "truncated")]
    [TestCase("hourly_duration", "span")]
    [TestCase("hourly_hours", "whole_hours")]
    [TestCase("hourly_user_type_rate", "ignored")]
    [TestCase("hourly_custom_rate", "ignored")]
    public void Another_way_to_count_or_price_is_found_out(string policy, string value) => Property.IsRefuted(HourlyCase.Any, sample =>
        Costs(sample, Rate(sample, new Dictionary<string, string> { [policy] = value })));

    private static void Costs(HourlyCase sample, IReadOnlyList<Line> lines) => lines.Select(line => (line.Key, (BigInteger)line.Cents)).ShouldBe(sample.Expected());

    private static long Part(HourlyCase sample, Func<Entry, bool> isIn) => sample.Entries.Any(isIn) ? Sum(sample with { Entries = [.. sample.Entries.Where(isIn)] }) : 0;

    private static long Sum(HourlyCase sample) => Rate(sample).Sum(line => line.Cents);

    private static IReadOnlyList<Line> Rate(HourlyCase sample, object? policies = null) => Modules.Sound.Run("hourly", sample.Document(policies)).Lines;
}
