using FsCheck;
using FsCheck.Fluent;

namespace Billing.Invoice.Calculation.Tests;

/// <summary>Tax of an amount at rates of every kind, against decimal arithmetic that knows nothing of this code.</summary>
public sealed class TaxAmountProperties
{
    private static readonly DateOnly Day = new(2025, 12, 17);

    private static readonly Gen<decimal> Percents = from millionths in Gen.Choose(0, 40_000_000) select millionths / 1_000_000m;

    private static readonly Gen<TaxComponent> Components =
        from percent in Percents
        from sequence in Gen.Choose(1, 3)
        from compound in Gen.Elements(true, false)
        from start in Gen.Choose(-2, 2)
        from length in Gen.Choose(1, 3)
        from holiday in Gen.Choose(-4, 6)
        select new TaxComponent(
            $"c-{sequence}", "C", Exact(percent), sequence, compound, Day.AddDays(start), Day.AddDays(start + length), [new TaxHoliday(Day.AddDays(holiday - 1), Day.AddDays(holiday + 1))]);

    private static readonly Gen<TaxRate> Rates = Gen.OneOf(
        from percent in Percents select Rate(percent, false, [], []),
        from components in Components.ListOf(3) select Rate(7, true, [.. components.DistinctBy(component => component.Sequence)], []),
        from percents in Percents.ListOf(3)
        from width in Gen.Choose(1, 90_000)
        select Rate(7, false, [], [new TaxThreshold(0, width, Exact(percents[0])), new TaxThreshold(width, 3L * width, Exact(percents[1])), new TaxThreshold(3L * width, null, Exact(percents[2]))]));

    private static readonly Gen<(int Less, int More, TaxRate Rate)> Amounts =
        from less in Gen.OneOf(Gen.Choose(0, 200), Gen.Choose(0, 1_000_000_000))
        from more in Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 1_000_000_000))
        from rate in Rates
        select (less, more, rate);

    private static readonly Gen<(IList<int> Amounts, decimal Percent)> Regions =
        from amounts in Gen.Choose(1, 100_000).NonEmptyListOf()
        from percent in Percents
        select ((IList<int>)[.. amounts], percent);

    [Test]
    public void Tax_is_that_of_decimal_arithmetic() => Seeded.Holds(Amounts, IsExact((cents, rate) => TaxAmount.Of(cents, [rate], Day, TaxRounding.Up).Cents));

    [Test]
    public void A_component_that_ends_a_day_late_is_caught() => Seeded.IsCaught(Amounts, IsExact((cents, rate) =>
        TaxAmount.Of(cents, [rate with { Components = [.. rate.Components.Select(component => component with { End = component.End?.AddDays(1) })] }], Day, TaxRounding.Up).Cents));

    [Test]
    public void A_holiday_that_ends_a_day_early_is_caught() => Seeded.IsCaught(Amounts, IsExact((cents, rate) =>
        TaxAmount.Of(
            cents,
            [rate with { Components = [.. rate.Components.Select(component => component with { Holidays = [.. component.Holidays.Select(day => day with { End = day.End.AddDays(-1) })] })] }],
            Day,
            TaxRounding.Up).Cents));

    [Test]
    public void A_compound_component_that_is_taken_for_a_plain_one_is_caught() => Seeded.IsCaught(Amounts, IsExact((cents, rate) =>
        TaxAmount.Of(cents, [rate with { Components = [.. rate.Components.Select(component => component with { IsCompound = false })] }], Day, TaxRounding.Up).Cents));

    [Test]
    public void Rounding_to_the_nearest_in_place_of_up_is_caught() =>
        Seeded.IsCaught(Amounts, IsExact((cents, rate) => TaxAmount.Of(cents, [rate], Day, TaxRounding.HalfEven).Cents));

    [Test]
    public void More_costs_no_less_tax_nothing_costs_none_and_parts_add_up() => Seeded.Holds(Amounts, Grows(TaxRounding.Up));

    [Test]
    public void A_rounding_that_falls_as_amounts_rise_is_caught() => Seeded.IsCaught(Amounts, Grows((n, d) => (long)(n / d) is var cents && long.IsOddInteger(cents) ? cents - 1 : cents + 1));

    [TestCase("up")]
    [TestCase("down")]
    [TestCase("half_away_from_zero")]
    [TestCase("half_even")]
    public void Lines_taxed_one_by_one_drift_less_than_a_cent_each(string rounding) => Seeded.Holds(Regions, DriftsLessThanACentEach(TaxRounding.Values[rounding]));

    [Test]
    public void A_drift_of_a_cent_a_line_is_caught() => Seeded.IsCaught(Regions, DriftsLessThanACentEach((n, d) => TaxRounding.Up(n, d) + 1));

    private static Action<(int Less, int More, TaxRate Rate)> IsExact(Func<long, TaxRate, long> taxOf) => amount => taxOf(amount.Less, amount.Rate).ShouldBe(Oracle(amount.Less, amount.Rate));

    private static Action<(int Less, int More, TaxRate Rate)> Grows(TaxRounding.Rule rounding) => amount =>
    {
        var less = TaxAmount.Of(amount.Less, [amount.Rate], Day, rounding);
        TaxAmount.Of((long)amount.Less + amount.More, [amount.Rate], Day, rounding).Cents.ShouldBeGreaterThanOrEqualTo(less.Cents);
        TaxAmount.Of(0, [amount.Rate], Day, rounding).Cents.ShouldBe(0);
        less.Cents.ShouldBeGreaterThanOrEqualTo(0);
        less.Parts.Sum(part => part.TaxCents).ShouldBe(less.Cents);
    };

    private static Action<(IList<int> Amounts, decimal Percent)> DriftsLessThanACentEach(TaxRounding.Rule rounding) => region =>
    {
        TaxableLine[] lines = [.. region.Amounts.Select((cents, i) => new TaxableLine($"c{i}", "R", cents))];
        var rate = Rate(region.Percent, false, [], []);
        var together = TaxAggregation.OverRegion(lines, Tax, TaxRemainder.LargestRemainder);
        var apart = TaxAggregation.PerLine(lines, Tax, TaxRemainder.LargestRemainder);
        Math.Abs(apart.Shares.Sum() - together.Shares.Sum()).ShouldBeLessThan(lines.Length);
        apart.Parts.Sum(part => part.TaxCents).ShouldBe(apart.Shares.Sum());

        TaxAmount Tax(long cents) => TaxAmount.Of(cents, [rate], Day, rounding);
    };

    /// <summary>Up, as the golden files' README has it.</summary>
    private static long Oracle(decimal cents, TaxRate rate)
    {
        if (rate.Components.Count == 0 && rate.Thresholds.Count == 0)
            return Up(cents * Percent(rate.Percentage));
        var (tax, taxed, left) = (0L, cents, cents);
        foreach (var component in rate.Components.OrderBy(component => component.Sequence))
        {
            if (component.Start > Day || component.End <= Day || component.Holidays.Any(holiday => holiday.Start <= Day && Day <= holiday.End.AddDays(-1)))
                continue;
            var part = Up(taxed * Percent(component.Rate));
            tax += part;
            taxed += component.IsCompound ? part : 0;
        }

        foreach (var bracket in rate.Thresholds)
        {
            var taken = Math.Min(left, (bracket.Max ?? long.MaxValue) - bracket.Min);
            tax += Up(taken * Percent(bracket.Rate));
            left -= taken;
        }

        return tax;
    }

    private static long Up(decimal hundredths) => (long)decimal.Ceiling(hundredths / 100);

    private static decimal Percent(Percentage percentage) => percentage.Millionths / 1_000_000m;

    private static Percentage Exact(decimal percent) => new((long)(percent * 1_000_000));

    private static TaxRate Rate(decimal percent, bool composite, TaxComponent[] components, TaxThreshold[] thresholds) =>
        new("r", "R", Exact(percent), composite, true, Day.AddYears(-1), null, components, thresholds);
}
