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

    /// <summary>The same items in an order that depends on the seed alone.</summary>
    public static T[] Shuffled<T>(IEnumerable<T> items, int seed)
    {
        var shuffled = items.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
