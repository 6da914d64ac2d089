using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Billing.Sandbox.Runtime;

/// <summary>Integer arithmetic that goes from lanes of one width to lanes of another.</summary>
internal static partial class SimdOperations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtendLowI8x16S(V128 vector) => Vector128.WidenLower(vector.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtmulLowI8x16S(V128 left, V128 right) => (Vector128.WidenLower(left.AsSByte()) * Vector128.WidenLower(right.AsSByte())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtendHighI8x16S(V128 vector) => Vector128.WidenUpper(vector.AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtmulHighI8x16S(V128 left, V128 right) => (Vector128.WidenUpper(left.AsSByte()) * Vector128.WidenUpper(right.AsSByte())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtendLowI8x16U(V128 vector) => Vector128.WidenLower(vector).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtmulLowI8x16U(V128 left, V128 right) => (Vector128.WidenLower(left) * Vector128.WidenLower(right)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtendHighI8x16U(V128 vector) => Vector128.WidenUpper(vector).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtmulHighI8x16U(V128 left, V128 right) => (Vector128.WidenUpper(left) * Vector128.WidenUpper(right)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtendLowI16x8S(V128 vector) => Vector128.WidenLower(vector.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtmulLowI16x8S(V128 left, V128 right) => (Vector128.WidenLower(left.AsInt16()) * Vector128.WidenLower(right.AsInt16())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtendHighI16x8S(V128 vector) => Vector128.WidenUpper(vector.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtmulHighI16x8S(V128 left, V128 right) => (Vector128.WidenUpper(left.AsInt16()) * Vector128.WidenUpper(right.AsInt16())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtendLowI16x8U(V128 vector) => Vector128.WidenLower(vector.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtmulLowI16x8U(V128 left, V128 right) => (Vector128.WidenLower(left.AsUInt16()) * Vector128.WidenLower(right.AsUInt16())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtendHighI16x8U(V128 vector) => Vector128.WidenUpper(vector.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtmulHighI16x8U(V128 left, V128 right) => (Vector128.WidenUpper(left.AsUInt16()) * Vector128.WidenUpper(right.AsUInt16())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtendLowI32x4S(V128 vector) => Vector128.WidenLower(vector.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtmulLowI32x4S(V128 left, V128 right) => (Vector128.WidenLower(left.AsInt32()) * Vector128.WidenLower(right.AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtendHighI32x4S(V128 vector) => Vector128.WidenUpper(vector.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtmulHighI32x4S(V128 left, V128 right) => (Vector128.WidenUpper(left.AsInt32()) * Vector128.WidenUpper(right.AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtendLowI32x4U(V128 vector) => Vector128.WidenLower(vector.AsUInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtmulLowI32x4U(V128 left, V128 right) => (Vector128.WidenLower(left.AsUInt32()) * Vector128.WidenLower(right.AsUInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtendHighI32x4U(V128 vector) => Vector128.WidenUpper(vector.AsUInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ExtmulHighI32x4U(V128 left, V128 right) => (Vector128.WidenUpper(left.AsUInt32()) * Vector128.WidenUpper(right.AsUInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtaddPairwiseI8x16S(V128 vector) => (((vector.AsInt16() << 8) >> 8) + (vector.AsInt16() >> 8)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ExtaddPairwiseI8x16U(V128 vector) => ((vector.AsUInt16() & Vector128.Create((ushort)0x00FF)) + (vector.AsUInt16() >>> 8)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtaddPairwiseI16x8S(V128 vector) => (((vector.AsInt32() << 16) >> 16) + (vector.AsInt32() >> 16)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ExtaddPairwiseI16x8U(V128 vector) => ((vector.AsUInt32() & Vector128.Create(0x0000FFFFu)) + (vector.AsUInt32() >>> 16)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16NarrowI16x8S(V128 left, V128 right) => Vector128.NarrowWithSaturation(left.AsInt16(), right.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8NarrowI32x4S(V128 left, V128 right) => Vector128.NarrowWithSaturation(left.AsInt32(), right.AsInt32()).AsByte();

    // Signed lanes to unsigned ones: what is below zero becomes zero, and then both are unsigned.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16NarrowI16x8U(V128 left, V128 right) => Vector128.NarrowWithSaturation(
        Vector128.Max(left.AsInt16(), Vector128<short>.Zero).AsUInt16(), Vector128.Max(right.AsInt16(), Vector128<short>.Zero).AsUInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8NarrowI32x4U(V128 left, V128 right) => Vector128.NarrowWithSaturation(
        Vector128.Max(left.AsInt32(), Vector128<int>.Zero).AsUInt32(), Vector128.Max(right.AsInt32(), Vector128<int>.Zero).AsUInt32()).AsByte();

    /// <summary>Products of neighbours, added in 32 bits. Only (-32768)² twice does not fit, and wraps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4DotI16x8S(V128 left, V128 right)
    {
        var even = ((left.AsInt32() << 16) >> 16) * ((right.AsInt32() << 16) >> 16);
        var odd = (left.AsInt32() >> 16) * (right.AsInt32() >> 16);
        return (even + odd).AsByte();
    }

    /// <summary>Products of fixed-point numbers with 15 bits behind the point, rounded; only -1 times -1 saturates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8Q15mulrSatS(V128 left, V128 right) => Vector128.NarrowWithSaturation(
        RoundedQ15(Vector128.WidenLower(left.AsInt16()) * Vector128.WidenLower(right.AsInt16())),
        RoundedQ15(Vector128.WidenUpper(left.AsInt16()) * Vector128.WidenUpper(right.AsInt16()))).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> RoundedQ15(Vector128<int> product) => (product + Vector128.Create(0x4000)) >> 15;
}
