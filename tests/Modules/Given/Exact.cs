using System.Globalization;
using System.Numerics;

namespace Billing.Modules.Tests;

/// <summary>Exact arithmetic of the tests' own, so that no module is checked with what it was written with.</summary>
internal static class Exact
{
    public const long Millionth = 1_000_000;

    /// <summary>A count of thousandths as a decimal.</summary>
    public static string Thousandths(long value) => (value / 1_000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>A count of millionths as a decimal.</summary>
    public static string Millionths(long value) => (value / 1_000_000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>Of an amount that is not negative.</summary>
    public static BigInteger HalfAwayFromZero(BigInteger numerator, BigInteger denominator) => (2 * numerator + denominator) / (2 * denominator);

    /// <summary>Of an amount that is not negative.</summary>
    public static BigInteger Up(BigInteger numerator, BigInteger denominator) => (numerator + denominator - 1) / denominator;

    /// <summary>To a whole number by one of the modes of the SDK, in their order there.</summary>
    public static BigInteger Rounded(BigInteger numerator, BigInteger denominator, Rounding rounding)
    {
        if (denominator.Sign < 0)
            (numerator, denominator) = (-numerator, -denominator);
        var floor = BigInteger.DivRem(numerator, denominator, out var rest);
        if (rest.IsZero)
            return floor;
        if (rest.Sign < 0)
            (floor, rest) = (floor - 1, rest + denominator);
        var half = (2 * rest).CompareTo(denominator);
        var up = rounding switch
        {
            Rounding.Floor => false,
            Rounding.Ceiling => true,
            Rounding.Truncate => numerator.Sign < 0,
            Rounding.AwayFromZero => numerator.Sign > 0,
            _ when half != 0 => half > 0,
            Rounding.HalfAwayFromZero => numerator.Sign > 0,
            Rounding.HalfEven => !floor.IsEven,
            Rounding.HalfUp => true,
            Rounding.HalfTowardsZero => numerator.Sign < 0,
            _ => throw new ArgumentOutOfRangeException(nameof(rounding), rounding, null),
        };
        return up ? floor + 1 : floor;
    }

    /// <summary>A whole total in proportion to weights: rounded down, then what is left over to the largest remainders, of equal ones to the first.</summary>
    public static BigInteger[] Split(BigInteger total, IReadOnlyList<BigInteger> weights)
    {
        var sum = weights.Aggregate(BigInteger.Zero, (all, weight) => all + weight);
        var parts = weights.Select(weight => total * weight / sum).ToArray();
        var left = (int)(total - parts.Aggregate(BigInteger.Zero, (all, part) => all + part));
        foreach (var place in Enumerable.Range(0, weights.Count).OrderByDescending(place => total * weights[place] % sum).Take(left))
            parts[place]++;
        return parts;
    }

    /// <summary>numerator / denominator as a plain decimal, half away from zero, without zeros at its end.</summary>
    public static string Ratio(BigInteger numerator, BigInteger denominator, int places) => Decimal(Rounded(numerator * BigInteger.Pow(10, places), denominator, Rounding.HalfAwayFromZero), places);

    /// <summary>unscaled · 10^−scale as a plain decimal, without zeros at its end.</summary>
    public static string Decimal(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var whole = digits[..^scale];
        var fraction = digits[^scale..].TrimEnd('0');
        return (unscaled.Sign < 0 ? "-" : "") + whole + (fraction.Length > 0 ? "." + fraction : "");
    }

    /// <summary>The same items in an order that depends on the seed alone.</summary>
    public static T[] Shuffled<T>(IEnumerable<T> items, int seed)
    {
        var shuffled = items.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}

/// <summary>The SDK's modes, in its order.</summary>
internal enum Rounding
{
    HalfAwayFromZero,
    HalfEven,
    HalfUp,
    HalfTowardsZero,
    Truncate,
    AwayFromZero,
    Floor,
    Ceiling,
}
