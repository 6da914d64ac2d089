using System.Buffers.Binary;

namespace Billing.Sandbox.Tests.Simd;

/// <summary>Vectors that find mistakes: lanes of every width at their edges, floats of every kind, numbers of lanes for swizzles, and noise. The same on every run.</summary>
internal static class SimdInputs
{
    private static readonly long[] Integers =
    [
        0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, -1, -2, 0x55, 0xAA, 127, 128, 129, 255, 256, 32_767, 32_768, 65_535, 65_536,
        int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue, 0x4000, -0x4000, 0x5555_5555_5555_5555,
    ];

    private static readonly double[] Floats =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 3.5, 0.49999999999999994, 0.49999997f, -0.9, 0.9, 1e10, -1e10, 8_388_607.5, 8_388_609, 4_503_599_627_370_497.5, 9_007_199_254_740_993,
        127, 128, -128.9, 255.5, 256, 32_767.5, 65_535.9, 2_147_483_520, 2_147_483_647, 2_147_483_647.5, 2_147_483_648, -2_147_483_648, -2_147_483_648.9, -2_147_483_649, 4_294_967_040, 4_294_967_295,
        4_294_967_295.9, 4_294_967_296, 9.3e18, -9.3e18, 1.9e19, 1e38, 3.4028235e38, 3.4028236e38, 1e39, -1e39, 1e300, double.MaxValue, double.MinValue, 1e-38, 1.4e-45, 7e-46, 1e-310, double.Epsilon, -double.Epsilon,
        double.PositiveInfinity, double.NegativeInfinity, 16_777_217, 33_554_431, 1.0000000596046448, 1.00000005960464477540,
    ];

    private static readonly uint[] SingleNaNs = [0x7FC0_0000, 0xFFC0_0000, 0x7FC1_2345, 0x7F80_0001, 0xFFBF_FFFF, 0x7FA0_0000];
    private static readonly ulong[] DoubleNaNs = [0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0000, 0x7FF8_0000_DEAD_BEEF, 0x7FF0_0000_0000_0001, 0xFFF7_FFFF_FFFF_FFFF, 0x7FF4_0000_0000_0000];

    /// <summary>How many vectors there are.</summary>
    public const int Count = 112;

    /// <summary>The vectors one after another, and after them as many bytes again of the first ones, for reads that begin in the middle.</summary>
    public static byte[] Bytes { get; } = Build();

    private static byte[] Build()
    {
        var random = new Random(20_221_109);
        var bytes = new byte[(Count * 16) + 256];
        for (var vector = 0; vector < Count; vector++) Fill(bytes.AsSpan(vector * 16, 16), vector, random);
        bytes.AsSpan(0, 256).CopyTo(bytes.AsSpan(Count * 16));
        return bytes;
    }

    private static void Fill(Span<byte> vector, int number, Random random)
    {
        switch (number % 7)
        {
            case 0: Lanes(vector, 1, () => (ulong)Pick(Integers, random)); break;
            case 1: Lanes(vector, 2, () => (ulong)Pick(Integers, random)); break;
            case 2: Lanes(vector, 4, () => (ulong)Pick(Integers, random)); break;
            case 3: Lanes(vector, 8, () => (ulong)Pick(Integers, random)); break;
            case 4: Lanes(vector, 4, () => random.Next(6) == 0 ? Pick(SingleNaNs, random) : BitConverter.SingleToUInt32Bits((float)Pick(Floats, random))); break;
            case 5: Lanes(vector, 8, () => random.Next(6) == 0 ? Pick(DoubleNaNs, random) : BitConverter.DoubleToUInt64Bits(Pick(Floats, random))); break;
            default:
                random.NextBytes(vector);

                // Half of them as numbers of lanes, some of which do not exist.
                if (number % 2 == 0)
                    foreach (ref var lane in vector) lane %= 20;
                break;
        }
    }

    private static void Lanes(Span<byte> vector, int width, Func<ulong> next)
    {
        Span<byte> lane = stackalloc byte[8];
        for (var at = 0; at < 16; at += width)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(lane, next());
            lane[..width].CopyTo(vector[at..]);
        }
    }

    private static T Pick<T>(T[] from, Random random) => from[random.Next(from.Length)];
}
