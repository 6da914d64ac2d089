using Billing.Sandbox.Binary;
using Billing.Sandbox.Tests.Assembling;

namespace Billing.Sandbox.Tests.Differential;

/// <summary>Constants at the edges where instructions change their behaviour, and any other.</summary>
internal static class Literals
{
    private static readonly long[] Integers =
    [
        0, 0, 1, 1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, -1, -1, -2, -8, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, -65_536, 0x5555_5555,
        int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue,
    ];

    private static readonly double[] Floats =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3.75, 1e10, 127, 255.5, 65_535.9, 2_147_483_647, 2_147_483_648, -2_147_483_648.9, -2_147_483_649, 4_294_967_295.9, 4_294_967_296, 8_388_609,
        9_007_199_254_740_993, 9.3e18, -9.3e18, 1.9e19, 1e38, 3.4028235e38, 1e39, 1e300, double.MaxValue, 1e-38, 1.4e-45, 1e-310, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity,
    ];

    private static readonly ulong[] NaNs =
    [
        0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0000, 0x7FF8_0000_DEAD_BEEF, 0x7FF0_0000_0000_0001, 0xFFF7_FFFF_FFFF_FFFF, 0x7FF4_0000_0000_0000,
    ];

    private static readonly uint[] SingleNaNs = [0x7FC0_0000, 0xFFC0_0000, 0x7FC1_2345, 0x7F80_0001, 0xFFBF_FFFF, 0x7FA0_0000];

    public static Code Write(Code code, WasmType type, Random random) => type switch
    {
        WasmType.I32 => code.I32((int)Bits(type, random)),
        WasmType.I64 => code.I64((long)Bits(type, random)),
        WasmType.F32 => code.Opcode(WasmOp.F32Const).Emit(BitConverter.GetBytes((uint)Bits(type, random))),
        WasmType.F64 => code.Opcode(WasmOp.F64Const).Emit(BitConverter.GetBytes(Bits(type, random))),
        WasmType.V128 => code.Emit(Op.Simd).Unsigned(SimdInstructions.ConstantNumber).Emit(Vector(random)),
        _ => code.Opcode(WasmOp.RefNull).Type(type),
    };

    /// <summary>The bits of a number; those of a 32-bit number are the lower ones.</summary>
    public static ulong Bits(WasmType type, Random random, bool withNaN = true)
    {
        if (withNaN && random.Next(12) == 0)
        {
            if (type == WasmType.F32) return Pick(SingleNaNs, random);
            if (type == WasmType.F64) return Pick(NaNs, random);
        }

        return type switch
        {
            WasmType.F32 => BitConverter.SingleToUInt32Bits((float)Float(random)),
            WasmType.F64 => BitConverter.DoubleToUInt64Bits(Float(random)),
            _ when random.Next(5) > 0 => (ulong)Pick(Integers, random),
            _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        };
    }

    // Lanes of one width, all of the edges of its type.
    private static byte[] Vector(Random random)
    {
        var bytes = new byte[16];
        var (type, width) = Pick<(WasmType, int)>([(WasmType.I32, 1), (WasmType.I32, 2), (WasmType.I32, 4), (WasmType.I64, 8), (WasmType.F32, 4), (WasmType.F64, 8)], random);
        for (var at = 0; at < bytes.Length; at += width) BitConverter.GetBytes(Bits(type, random)).AsSpan(0, width).CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private static double Float(Random random) => random.Next(5) switch
    {
        0 => random.Next(-1_000, 1_000) / 8.0,
        1 => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-160, 160)),
        _ => Pick(Floats, random),
    };

    private static T Pick<T>(T[] from, Random random) => from[random.Next(from.Length)];
}
