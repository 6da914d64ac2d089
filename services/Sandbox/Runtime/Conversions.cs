namespace Billing.Sandbox.Runtime;

/// <summary>Conversions between floats and integers: those that trap, those that saturate, and the unsigned ones.</summary>
internal static class Conversions
{
    // Bounds are exclusive and exactly representable: the nearest floats outside of the range after truncation.
    private const double BelowInt32 = -2147483649.0;
    private const double AboveInt32 = 2147483648.0;
    private const double AboveUInt32 = 4294967296.0;
    private const double LowestInt64 = -9223372036854775808.0;
    private const double AboveInt64 = 9223372036854775808.0;
    private const double AboveUInt64 = 18446744073709551616.0;

    public static int TruncateToInt32(double value) =>
        value is > BelowInt32 and < AboveInt32 ? (int)value : throw Failed(value);

    public static int TruncateToUInt32(double value) =>
        value is > -1.0 and < AboveUInt32 ? (int)(uint)(long)value : throw Failed(value);

    public static long TruncateToInt64(double value) =>
        value is >= LowestInt64 and < AboveInt64 ? (long)value : throw Failed(value);

    public static long TruncateToUInt64(double value) =>
        value is > -1.0 and < AboveUInt64 ? ToUInt64(value) : throw Failed(value);

    public static int SaturateToInt32(double value) => value switch
    {
        > BelowInt32 and < AboveInt32 => (int)value,
        _ => double.IsNaN(value) ? 0 : value < 0 ? int.MinValue : int.MaxValue,
    };

    public static int SaturateToUInt32(double value) => value switch
    {
        > -1.0 and < AboveUInt32 => (int)(uint)(long)value,
        _ => double.IsNaN(value) || value < 0 ? 0 : -1,
    };

    public static long SaturateToInt64(double value) => value switch
    {
        >= LowestInt64 and < AboveInt64 => (long)value,
        _ => double.IsNaN(value) ? 0 : value < 0 ? long.MinValue : long.MaxValue,
    };

    public static long SaturateToUInt64(double value) => value switch
    {
        > -1.0 and < AboveUInt64 => ToUInt64(value),
        _ => double.IsNaN(value) || value < 0 ? 0 : -1,
    };

    public static float SingleFromUInt32(int value) => (float)(long)(uint)value;

    public static double DoubleFromUInt32(int value) => (uint)value;

    public static float SingleFromUInt64(long value)
    {
        if (value >= 0) return (float)value;

        // Halved, with the lost bit kept as a sticky one, so that rounding happens once.
        return (float)(long)(((ulong)value >> 1) | ((ulong)value & 1)) * 2f;
    }

    public static double DoubleFromUInt64(long value)
    {
        if (value >= 0) return value;
        return (double)(long)(((ulong)value >> 1) | ((ulong)value & 1)) * 2d;
    }

    private static long ToUInt64(double value) => value < AboveInt64 ? (long)value : (long)(value - AboveInt64) ^ long.MinValue;

    private static TrapException Failed(double value) => double.IsNaN(value) ? Traps.InvalidConversion() : Traps.IntegerOverflow();
}
