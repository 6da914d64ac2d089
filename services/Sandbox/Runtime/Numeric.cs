using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Billing.Sandbox.Runtime;

/// <summary>Arithmetic whose WebAssembly meaning differs from that of one CIL instruction.</summary>
internal static class Numeric
{
    private const uint CanonicalSingle = 0x7FC0_0000;
    private const ulong CanonicalDouble = 0x7FF8_0000_0000_0000;

    /// <summary>Makes any NaN the positive canonical one, so that results do not depend on the processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Canonical(float value) => !float.IsNaN(value) ? value : BitConverter.UInt32BitsToSingle(CanonicalSingle);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Canonical(double value) => !double.IsNaN(value) ? value : BitConverter.UInt64BitsToDouble(CanonicalDouble);

    // A NaN constant as a literal would lose its signalling bit inside the JIT.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float SingleFromBits(int bits) => BitConverter.Int32BitsToSingle(bits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double DoubleFromBits(long bits) => BitConverter.Int64BitsToDouble(bits);

    // The runtime's own exception for the quotient that is too large means something else in compiled code: that the fuel is used up.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DivS(int left, int right) => right == -1 && left == int.MinValue ? throw Traps.IntegerOverflow() : left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long DivS(long left, long right) => right == -1 && left == long.MinValue ? throw Traps.IntegerOverflow() : left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RemS(int left, int right) => right == -1 ? 0 : left % right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long RemS(long left, long right) => right == -1 ? 0 : left % right;

    public static int Clz(int value) => BitOperations.LeadingZeroCount((uint)value);

    public static long Clz(long value) => BitOperations.LeadingZeroCount((ulong)value);

    public static int Ctz(int value) => BitOperations.TrailingZeroCount(value);

    public static long Ctz(long value) => BitOperations.TrailingZeroCount(value);

    public static int Popcnt(int value) => BitOperations.PopCount((uint)value);

    public static long Popcnt(long value) => BitOperations.PopCount((ulong)value);

    // Not BitOperations, and no "or" of two shifts: of those RyuJIT makes rol and ror, and then leaves out the comparison of the result with zero as if they had set the flags.
    public static int Rotl(int value, int count) => (int)(((uint)value << count) + ((uint)value >> 1 >> ~count));

    public static int Rotr(int value, int count) => (int)(((uint)value >> count) + ((uint)value << 1 << ~count));

    public static long Rotl(long value, long count) => (long)(((ulong)value << (int)count) + ((ulong)value >> 1 >> ~(int)count));

    public static long Rotr(long value, long count) => (long)(((ulong)value >> (int)count) + ((ulong)value << 1 << ~(int)count));

    public static float Abs(float value) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0x7FFF_FFFF);

    public static double Abs(double value) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) & 0x7FFF_FFFF_FFFF_FFFF);

    public static float Neg(float value) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) ^ 0x8000_0000);

    public static double Neg(double value) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) ^ 0x8000_0000_0000_0000);

    public static float Copysign(float value, float sign) => BitConverter.UInt32BitsToSingle(
        (BitConverter.SingleToUInt32Bits(value) & 0x7FFF_FFFF) | (BitConverter.SingleToUInt32Bits(sign) & 0x8000_0000));

    public static double Copysign(double value, double sign) => BitConverter.UInt64BitsToDouble(
        (BitConverter.DoubleToUInt64Bits(value) & 0x7FFF_FFFF_FFFF_FFFF) | (BitConverter.DoubleToUInt64Bits(sign) & 0x8000_0000_0000_0000));

    // Through memory, since RyuJIT goes wrong in registers: of a byte or 16 bits that come from memory it reads the 32 bits that lie there, and of what it knows to be the bits of a
    // signalling NaN it makes those of a quiet one. That the read is volatile keeps it from doing away with it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Reinterpret(int value)
    {
        var slot = value;
        return Volatile.Read(ref Unsafe.As<int, float>(ref slot));
    }

    // Not Math.Min: given the constant -0, RyuJIT makes of it an instruction that leaves +0 as it is. Math.Max of +0 and -0 it gets right.
    public static float Min(float left, float right) => SimdOperations.Smaller(Vector128.CreateScalarUnsafe(left), Vector128.CreateScalarUnsafe(right)).ToScalar();

    public static double Min(double left, double right) => SimdOperations.Smaller(Vector128.CreateScalarUnsafe(left), Vector128.CreateScalarUnsafe(right)).ToScalar();

    public static float Nearest(float value) => MathF.Round(value, MidpointRounding.ToEven);

    public static double Nearest(double value) => Math.Round(value, MidpointRounding.ToEven);
}
