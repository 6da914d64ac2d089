using Billing.Contracts;

namespace Billing.Invoice.Calculation.Tests;

public sealed class TaxAmountTests
{
    private static readonly DateOnly Day = new(2025, 12, 17);

    [Test]
    public void Components_are_rounded_one_by_one()
    {
        // 999,999 at 2, 5 and 7 %: 19,999.98, 49,999.95 and 69,999.93, each up; the third has a holiday.
        var rate = Composite(Component("C1", "2"), Component("C2", "5"), Component("C3", "7") with { Holidays = [new TaxHoliday(Day, Day.AddDays(1))] });

        var tax = TaxAmount.Of(999_999, [rate], Day, TaxRounding.Up);

        tax.Cents.ShouldBe(70_000);
        tax.Parts.Select(part => (part.Name, part.Kind, part.TaxCents)).ShouldBe([("C1", TaxPartKind.Component, 20_000), ("C2", TaxPartKind.Component, 50_000), ("C3", TaxPartKind.Holiday, 0)]);
        tax.NominalRate.ShouldBeNull();
    }

    [Test]
    public void The_tax_of_a_compound_component_joins_the_base_of_the_next()
    {
        // 8 % of 100,000 is 8,000; 3 % of 108,000 is 3,240.
        var rate = Composite(Component("C1", "8") with { IsCompound = true }, Component("C2", "3") with { Sequence = 2 });

        TaxAmount.Of(100_000, [rate], Day, TaxRounding.Up).Cents.ShouldBe(11_240);
    }

    [Test]
    public void Components_follow_their_sequence_whatever_order_they_come_in()
    {
        var first = Component("C1", "8") with { IsCompound = true, Sequence = 1 };
        var second = Component("C2", "3") with { Sequence = 2 };

        TaxAmount.Of(100_000, [Composite(second, first)], Day, TaxRounding.Up).ShouldBeEquivalentTo(TaxAmount.Of(100_000, [Composite(first, second)], Day, TaxRounding.Up));
    }

    [Test]
    public void A_component_is_in_force_from_its_first_day_to_the_day_before_its_end()
    {
        var component = Component("C1", "10") with { Start = Day, End = Day.AddDays(1) };

        TaxOn(component, Day.AddDays(-1)).ShouldBe(0);
        TaxOn(component, Day).ShouldBe(10);
        TaxOn(component, Day.AddDays(1)).ShouldBe(0);
    }

    [Test]
    public void Brackets_are_filled_by_their_width_and_rounded_one_by_one()
    {
        // 12,345 in brackets of 5,000 at 14 % and 10,000 at 16 %: 700 and 7,345 * 16 % = 1,175.2.
        var rate = Graduated(new TaxThreshold(0, 5_000, Percent("14")), new TaxThreshold(5_000, 15_000, Percent("16")));

        TaxAmount.Of(12_345, [rate], Day, TaxRounding.Up).Cents.ShouldBe(1_876);
    }

    [Test]
    public void What_is_above_a_closed_last_bracket_is_not_taxed_and_an_open_one_takes_the_rest()
    {
        TaxAmount.Of(100_000, [Graduated(new TaxThreshold(0, 5_000, Percent("1")), new TaxThreshold(5_000, 55_000, Percent("6")))], Day, TaxRounding.Up).Cents.ShouldBe(3_050);
        TaxAmount.Of(999_999, [Graduated(new TaxThreshold(0, 50_000, Percent("19")), new TaxThreshold(50_000, null, Percent("8")))], Day, TaxRounding.Up).Cents.ShouldBe(85_500);
    }

    [Test]
    public void Simple_and_composite_rates_of_a_region_add_up()
    {
        var tax = TaxAmount.Of(100, [Simple("2.5"), Composite(Component("C1", "4"))], Day, TaxRounding.Up);

        tax.Cents.ShouldBe(7);
    }

    [TestCase("8.875", "8.875")]
    [TestCase("8.250", "8.25")]
    [TestCase("0", "0")]
    [TestCase("0.000001", "0.000001")]
    public void Percentages_are_read_exactly(string text, string shown) => Percent(text).ToString().ShouldBe(shown);

    [TestCase("-1")]
    [TestCase("1e2")]
    [TestCase("0.0000001")]
    [TestCase("")]
    [TestCase(null)]
    [TestCase("1,000")]
    [TestCase("99999999999")]
    public void What_is_not_a_plain_percentage_is_not_read(string? text) => Percentage.TryParse(text, out _).ShouldBeFalse();

    private static long TaxOn(TaxComponent component, DateOnly date) => TaxAmount.Of(100, [Composite(component)], date, TaxRounding.Up).Cents;

    private static Percentage Percent(string text) => Percentage.TryParse(text, out var percentage) ? percentage : throw new ArgumentException(text, nameof(text));

    private static TaxComponent Component(string name, string rate) => new("id-" + name, name, Percent(rate), 1, false, null, null, []);

    private static TaxRate Simple(string percent) => new("simple", "R", Percent(percent), false, true, new DateOnly(2020, 1, 1), null, [], []);

    private static TaxRate Composite(params TaxComponent[] components) => new("composite", "R", Percent("5"), true, true, new DateOnly(2020, 1, 1), null, components, []);

    private static TaxRate Graduated(params TaxThreshold[] thresholds) => new("graduated", "R", Percent("5"), false, true, new DateOnly(2020, 1, 1), null, [], thresholds);
}
