using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace Billing.Sandbox.Runtime;

/// <summary>
/// The instructions of fixed-width SIMD, called from compiled code by their names and inlined by the JIT. Written with the portable operations of
/// <see cref="Vector128"/> only: the JIT knows what the machine has, and where it has nothing the library computes the same lane by lane.
/// A v128 is a <c>Vector128&lt;byte&gt;</c> everywhere between instructions.
/// </summary>
internal static partial class SimdOperations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load8x8S(long value) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(value).AsSByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load8x8U(long value) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(value).AsByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load16x4S(long value) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(value).AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load16x4U(long value) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(value).AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32x2S(long value) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(value).AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32x2U(long value) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(value).AsUInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load8Splat(int value) => I8x16Splat(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load16Splat(int value) => I16x8Splat(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32Splat(int value) => I32x4Splat(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load64Splat(long value) => I64x2Splat(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32Zero(int value) => Vector128.CreateScalar(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load64Zero(long value) => Vector128.CreateScalar(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load8Lane(V128 vector, int value, int lane) => I8x16ReplaceLane(vector, value, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load16Lane(V128 vector, int value, int lane) => I16x8ReplaceLane(vector, value, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load32Lane(V128 vector, int value, int lane) => I32x4ReplaceLane(vector, value, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Load64Lane(V128 vector, long value, int lane) => I64x2ReplaceLane(vector, value, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int V128Store8Lane(V128 vector, int lane) => I8x16ExtractLaneU(vector, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int V128Store16Lane(V128 vector, int lane) => I16x8ExtractLaneU(vector, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int V128Store32Lane(V128 vector, int lane) => I32x4ExtractLane(vector, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long V128Store64Lane(V128 vector, int lane) => I64x2ExtractLane(vector, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16Splat(int value) => Vector128.Create((byte)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8Splat(int value) => Vector128.Create((short)value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4Splat(int value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2Splat(long value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4Splat(float value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2Splat(double value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I8x16ExtractLaneS(V128 vector, int lane) => vector.AsSByte().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I8x16ExtractLaneU(V128 vector, int lane) => vector.GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16ReplaceLane(V128 vector, int value, int lane) => vector.WithElement(lane, (byte)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I16x8ExtractLaneS(V128 vector, int lane) => vector.AsInt16().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I16x8ExtractLaneU(V128 vector, int lane) => vector.AsUInt16().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I16x8ReplaceLane(V128 vector, int value, int lane) => vector.AsInt16().WithElement(lane, (short)value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32x4ExtractLane(V128 vector, int lane) => vector.AsInt32().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I32x4ReplaceLane(V128 vector, int value, int lane) => vector.AsInt32().WithElement(lane, value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64x2ExtractLane(V128 vector, int lane) => vector.AsInt64().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I64x2ReplaceLane(V128 vector, long value, int lane) => vector.AsInt64().WithElement(lane, value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float F32x4ExtractLane(V128 vector, int lane) => Numeric.Reinterpret(vector.AsInt32().GetElement(lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F32x4ReplaceLane(V128 vector, float value, int lane) => vector.AsSingle().WithElement(lane, value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double F64x2ExtractLane(V128 vector, int lane) => vector.AsDouble().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 F64x2ReplaceLane(V128 vector, double value, int lane) => vector.AsDouble().WithElement(lane, value).AsByte();

    /// <summary>A number outside of the vector gives 0, in WebAssembly as in .NET.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 I8x16Swizzle(V128 vector, V128 lanes) => Vector128.Shuffle(vector, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Not(V128 vector) => ~vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128And(V128 left, V128 right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Andnot(V128 left, V128 right) => Vector128.AndNot(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Or(V128 left, V128 right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Xor(V128 left, V128 right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128 V128Bitselect(V128 chosen, V128 other, V128 mask) => Vector128.ConditionalSelect(mask, chosen, other);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int V128AnyTrue(V128 vector) => vector != V128.Zero ? 1 : 0;
}
