using System.Collections.Frozen;

namespace Billing.Invoice.Calculation;

/// <summary>Policy <c>tax_rounding</c>: how an exact tax becomes whole cents.</summary>
public static class TaxRounding
{
    /// <summary>Rounds <paramref name="numerator"/> / <paramref name="denominator"/>; the denominator is positive.</summary>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public delegate long Rule(Int128 numerator, Int128 denominator);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["up"] = Up,
        ["down"] = Down,
        ["half_away_from_zero"] = HalfAwayFromZero,
        ["half_even"] = HalfEven,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static long Up(Int128 numerator, Int128 denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        return checked((long)(remainder > 0 ? quotient + 1 : quotient));
    }

    public static long Down(Int128 numerator, Int128 denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        return checked((long)(remainder < 0 ? quotient - 1 : quotient));
    }

    public static long HalfAwayFromZero(Int128 numerator, Int128 denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        return checked((long)(2 * Int128.Abs(remainder) >= denominator ? quotient + Int128.Sign(numerator) : quotient));
    }

    public static long HalfEven(Int128 numerator, Int128 denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        var twice = 2 * Int128.Abs(remainder);
        var away = twice > denominator || (twice == denominator && Int128.IsOddInteger(quotient));
        return checked((long)(away ? quotient + Int128.Sign(numerator) : quotient));
    }
}
