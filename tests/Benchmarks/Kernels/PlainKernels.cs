using System.Numerics;

namespace Billing.Benchmarks.Kernels;

/// <summary>The kernels in plain C#, as one writes them, bounds checks and all. They give the same answers, which is checked before anything is timed.</summary>
internal static class PlainKernels
{
    public static long ByteSum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i++)
            sum += bytes[i];
        return sum;
    }

    public static long ByteHash(ReadOnlySpan<byte> bytes)
    {
        var hash = 0x811c9dc5;
        for (var i = 0; i < bytes.Length; i++)
            hash = (hash ^ bytes[i]) * 16777619;
        return hash;
    }

    public static long JsonScan(ReadOnlySpan<byte> bytes)
    {
        var (strings, depth, deepest) = (0, 0, 0);
        for (var at = 0; at < bytes.Length;)
        {
            var current = bytes[at++];
            if (current == '"')
            {
                strings++;
                at = AfterString(bytes, at);
            }
            else if (current is (byte)'{' or (byte)'[')
            {
                deepest = Math.Max(deepest, ++depth);
            }
            else if (current is (byte)'}' or (byte)']')
            {
                depth--;
            }
        }

        return ((long)deepest << 32) | (uint)strings;
    }

    public static long Utf16Copy(ReadOnlySpan<byte> bytes, Span<char> units)
    {
        for (var i = 0; i < bytes.Length; i++)
            units[i] = (char)bytes[i];
        return bytes.Length;
    }

    public static long Multiply128(int seed, int count)
    {
        UInt128 value = (ulong)seed | 1;
        for (; count > 0; count--)
            value *= 0x9e3779b97f4a7c15UL;
        return (long)((ulong)value ^ (ulong)(value >> 64));
    }

    public static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);

    public static long Indirect(int value, int count)
    {
        for (; count > 0; count--)
            value = Steps[count & 3](value);
        return (uint)value;
    }

    private static readonly Func<int, int>[] Steps =
    [
        value => value + 7,
        value => value << 1,
        value => value ^ 0x5bd1e995,
        value => (int)BitOperations.RotateLeft((uint)value, 13),
    ];

    private static int AfterString(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            var current = bytes[at++];
            if (current == '"') return at;
            if (current == '\\') at++;
        }

        return at;
    }
}
