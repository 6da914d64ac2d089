using System.Globalization;

namespace Billing.Invoice.Calculation;

/// <summary>An exact percentage, held in millionths of a percent: 8.875 % is 8,875,000.</summary>
public readonly record struct Percentage(long Millionths)
{
    /// <summary>What <see cref="Millionths"/> of a whole are divided by to get a share of an amount.</summary>
    public const long Whole = 100_000_000;

    private const long PerUnit = 1_000_000;
    private const long Largest = 1_000_000_000;

    public static Percentage Zero => default;

    public static Percentage operator +(Percentage left, Percentage right) => Add(left, right);

    public static Percentage Add(Percentage left, Percentage right) => new(checked(left.Millionths + right.Millionths));

    /// <summary>Reads a plain decimal: at most six places, no exponent, not negative, below a thousand million.</summary>
    public static bool TryParse(string? text, out Percentage percentage)
    {
        percentage = default;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > Largest)
            return false;
        var millionths = value * PerUnit;
        if (millionths != decimal.Truncate(millionths))
            return false;
        percentage = new Percentage((long)millionths);
        return true;
    }

    /// <summary>What percentage <paramref name="part"/> is of <paramref name="whole"/>, to six places, half away from zero; zero of zero is 0.</summary>
    public static Percentage Of(long part, long whole) =>
        whole == 0 ? Zero : new Percentage(TaxRounding.HalfAwayFromZero((Int128)part * Whole, whole));

    /// <summary>This percentage of an amount in cents, rounded once.</summary>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public long Of(Int128 cents, TaxRounding.Rule rounding)
    {
        ArgumentNullException.ThrowIfNull(rounding);
        return rounding(checked(cents * Millionths), Whole);
    }

    /// <summary>Plain decimal without trailing zeros, e.g. <c>8.875</c>.</summary>
    public override string ToString() => ((decimal)Millionths / PerUnit).ToString("0.######", CultureInfo.InvariantCulture);
}
