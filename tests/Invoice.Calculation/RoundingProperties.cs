using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Billing.Invoice.Calculation.Tests;

public sealed class RoundingProperties
{
    private static readonly Gen<(int Numerator, int Denominator)> Fractions =
        from numerator in Gen.Choose(-2_000, 2_000)
        from denominator in Gen.Elements(1, 2, 3, 4, 7, 10, 100)
        select (numerator, denominator);

    [Test]
    public void Up_is_the_smallest_integer_not_below() => Seeded.Holds(Fractions, UpLaw(TaxRounding.Up));

    [Test]
    public void Up_that_adds_a_cent_to_a_whole_amount_is_caught() => Seeded.IsCaught(Fractions, UpLaw((n, d) => (long)(n / d) + 1));

    [Test]
    public void Down_is_the_largest_integer_not_above() => Seeded.Holds(Fractions, DownLaw(TaxRounding.Down));

    [Test]
    public void Down_towards_zero_is_caught() => Seeded.IsCaught(Fractions, DownLaw((n, d) => (long)(n / d)));

    [Test]
    public void Half_away_from_zero_is_the_nearest_and_a_half_goes_outward() => Seeded.Holds(Fractions, AwayLaw(TaxRounding.HalfAwayFromZero));

    [Test]
    public void Half_to_even_in_place_of_away_is_caught() => Seeded.IsCaught(Fractions, AwayLaw(TaxRounding.HalfEven));

    [Test]
    public void Half_even_is_the_nearest_and_a_half_goes_to_the_even() => Seeded.Holds(Fractions, EvenLaw(TaxRounding.HalfEven));

    [Test]
    public void Half_away_in_place_of_even_is_caught() => Seeded.IsCaught(Fractions, EvenLaw(TaxRounding.HalfAwayFromZero));

    private static Action<(int Numerator, int Denominator)> UpLaw(TaxRounding.Rule rule) => fraction =>
    {
        var rounded = (BigInteger)rule(fraction.Numerator, fraction.Denominator);
        (rounded * fraction.Denominator >= fraction.Numerator).ShouldBeTrue();
        ((rounded - 1) * fraction.Denominator < fraction.Numerator).ShouldBeTrue();
    };

    private static Action<(int Numerator, int Denominator)> DownLaw(TaxRounding.Rule rule) => fraction =>
    {
        var rounded = (BigInteger)rule(fraction.Numerator, fraction.Denominator);
        (rounded * fraction.Denominator <= fraction.Numerator).ShouldBeTrue();
        ((rounded + 1) * fraction.Denominator > fraction.Numerator).ShouldBeTrue();
    };

    private static Action<(int Numerator, int Denominator)> AwayLaw(TaxRounding.Rule rule) => fraction =>
    {
        var (error, rounded) = Error(rule, fraction);
        (2 * BigInteger.Abs(error) <= fraction.Denominator).ShouldBeTrue();
        if (2 * BigInteger.Abs(error) == fraction.Denominator)
            (BigInteger.Abs(rounded) * fraction.Denominator > Math.Abs(fraction.Numerator)).ShouldBeTrue();
    };

    private static Action<(int Numerator, int Denominator)> EvenLaw(TaxRounding.Rule rule) => fraction =>
    {
        var (error, rounded) = Error(rule, fraction);
        (2 * BigInteger.Abs(error) <= fraction.Denominator).ShouldBeTrue();
        if (2 * BigInteger.Abs(error) == fraction.Denominator)
            rounded.IsEven.ShouldBeTrue();
    };

    private static (BigInteger Error, BigInteger Rounded) Error(TaxRounding.Rule rule, (int Numerator, int Denominator) fraction)
    {
        var rounded = (BigInteger)rule(fraction.Numerator, fraction.Denominator);
        return (rounded * fraction.Denominator - fraction.Numerator, rounded);
    }
}
