using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Billing.Sandbox.Runtime;

/// <summary>
/// Arithmetic on floats, and conversions. Whether a NaN is then made canonical is decided where the code is written: see <see cref="CanonicalF32"/>.
/// </summary>
internal static partial class SimdOperations
{
    private const uint CanonicalSingle = 0x7FC0_0000;
    private const ulong CanonicalDouble = 0x7FF8_0000_0000_0000;

    /// <summary>Makes any NaN in a lane the positive canonical one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 CanonicalF32(V128 vector)
    {
        var numbers = vector.AsSingle();
        return Vector128.ConditionalSelect(Vector128.Equals(numbers, numbers), numbers, Vector128.Create(CanonicalSingle).AsSingle()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Abs(V128 vector) => vector & Vector128.Create(0x7FFF_FFFFu).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Neg(V128 vector) => vector ^ Vector128.Create(0x8000_0000u).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Ceil(V128 vector) => Vector128.Ceiling(vector.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Floor(V128 vector) => Vector128.Floor(vector.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Trunc(V128 vector) => Vector128.Truncate(vector.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Sqrt(V128 vector) => Vector128.Sqrt(vector.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Nearest(V128 vector) => Vector128.Round(vector.AsSingle(), MidpointRounding.ToEven).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Add(V128 left, V128 right) => (left.AsSingle() + right.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Sub(V128 left, V128 right) => (left.AsSingle() - right.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Mul(V128 left, V128 right) => (left.AsSingle() * right.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Div(V128 left, V128 right) => (left.AsSingle() / right.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Min(V128 left, V128 right) => Smaller(left.AsSingle(), right.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Max(V128 left, V128 right) => Larger(left.AsSingle(), right.AsSingle()).AsByte();

    /// <summary>One of the two operands with all its bits: the right one where it is smaller, else the left one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Pmin(V128 left, V128 right) => Vector128.ConditionalSelect(Vector128.LessThan(right.AsSingle(), left.AsSingle()).AsByte(), right, left);

    /// <summary>One of the two operands with all its bits: the right one where it is larger, else the left one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Pmax(V128 left, V128 right) => Vector128.ConditionalSelect(Vector128.LessThan(left.AsSingle(), right.AsSingle()).AsByte(), right, left);

    /// <summary>Makes any NaN in a lane the positive canonical one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 CanonicalF64(V128 vector)
    {
        var numbers = vector.AsDouble();
        return Vector128.ConditionalSelect(Vector128.Equals(numbers, numbers), numbers, Vector128.Create(CanonicalDouble).AsDouble()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Abs(V128 vector) => vector & Vector128.Create(0x7FFF_FFFF_FFFF_FFFFul).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Neg(V128 vector) => vector ^ Vector128.Create(0x8000_0000_0000_0000ul).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Ceil(V128 vector) => Vector128.Ceiling(vector.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Floor(V128 vector) => Vector128.Floor(vector.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Trunc(V128 vector) => Vector128.Truncate(vector.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Sqrt(V128 vector) => Vector128.Sqrt(vector.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Nearest(V128 vector) => Vector128.Round(vector.AsDouble(), MidpointRounding.ToEven).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Add(V128 left, V128 right) => (left.AsDouble() + right.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Sub(V128 left, V128 right) => (left.AsDouble() - right.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Mul(V128 left, V128 right) => (left.AsDouble() * right.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Div(V128 left, V128 right) => (left.AsDouble() / right.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Min(V128 left, V128 right) => Smaller(left.AsDouble(), right.AsDouble()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Max(V128 left, V128 right) => Larger(left.AsDouble(), right.AsDouble()).AsByte();

    /// <summary>One of the two operands with all its bits: the right one where it is smaller, else the left one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Pmin(V128 left, V128 right) => Vector128.ConditionalSelect(Vector128.LessThan(right.AsDouble(), left.AsDouble()).AsByte(), right, left);

    /// <summary>One of the two operands with all its bits: the right one where it is larger, else the left one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Pmax(V128 left, V128 right) => Vector128.ConditionalSelect(Vector128.LessThan(left.AsDouble(), right.AsDouble()).AsByte(), right, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4DemoteF64x2Zero(V128 vector) => Vector128.Narrow(vector.AsDouble(), Vector128<double>.Zero).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2PromoteLowF32x4(V128 vector) => Vector128.WidenLower(vector.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4ConvertI32x4S(V128 vector) => Vector128.ConvertToSingle(vector.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4ConvertI32x4U(V128 vector) => Vector128.ConvertToSingle(vector.AsUInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2ConvertLowI32x4S(V128 vector) => Vector128.Create((double)vector.AsInt32().GetElement(0), vector.AsInt32().GetElement(1)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2ConvertLowI32x4U(V128 vector) => Vector128.Create((double)vector.AsUInt32().GetElement(0), vector.AsUInt32().GetElement(1)).AsByte();

    // The library's conversions saturate and make 0 of a NaN, as these do.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4TruncSatF32x4S(V128 vector) => Vector128.ConvertToInt32(vector.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4TruncSatF32x4U(V128 vector) => Vector128.ConvertToUInt32(vector.AsSingle()).AsByte();

    public static V128 I32x4TruncSatF64x2SZero(V128 vector) => Vector128.Create(
        Conversions.SaturateToInt32(vector.AsDouble().GetElement(0)), Conversions.SaturateToInt32(vector.AsDouble().GetElement(1)), 0, 0).AsByte();

    public static V128 I32x4TruncSatF64x2UZero(V128 vector) => Vector128.Create(
        Conversions.SaturateToUInt32(vector.AsDouble().GetElement(0)), Conversions.SaturateToUInt32(vector.AsDouble().GetElement(1)), 0, 0).AsByte();

    // Not Vector128.Min and Max: given a constant with a NaN in some lanes only, the JIT of .NET 10 computes other lanes wrongly. What the processor has gives one of
    // the operands when one is a NaN or both are zeros; asked both ways round, or-ing keeps a NaN a NaN and makes -0 of two different zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Smaller<T>(Vector128<T> left, Vector128<T> right) => Vector128.MinNative(left, right) | Vector128.MinNative(right, left);

    // The bits in which the two differ are a NaN's, or the sign of a zero; set and subtracted they leave a NaN, or +0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Larger<T>(Vector128<T> left, Vector128<T> right)
    {
        var (one, other) = (Vector128.MaxNative(left, right), Vector128.MaxNative(right, left));
        var different = one ^ other;
        return (one | different) - different;
    }
}
