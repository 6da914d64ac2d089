namespace Billing.Sandbox.Tests.Fuzzing;

/// <summary>Damage to a module's bytes, from one flipped bit to whole parts moved. The magic number and the version are left, or nothing would come further than them.</summary>
internal static class Mutation
{
    private const int Header = 8;

    /// <summary>Bytes that mean something: opcodes, types, ends of LEB128 numbers.</summary>
    private static readonly byte[] Telling =
        [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0B, 0x0C, 0x0D, 0x0E, 0x10, 0x11, 0x1A, 0x1B, 0x20, 0x21, 0x22, 0x23, 0x24, 0x36, 0x40, 0x41, 0x6A, 0x6F, 0x70, 0x7C, 0x7E, 0x7F, 0x80, 0xD0, 0xFC, 0xFF];

    public static byte[] Of(byte[] module, Random random)
    {
        var bytes = (byte[])module.Clone();
        for (var times = random.Next(2) == 0 ? 1 : 1 + random.Next(4); times > 0 && bytes.Length > Header + 2; times--)
            bytes = Once(bytes, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        var at = random.Next(Header, bytes.Length);
        var length = 1 + random.Next(Math.Min(16, bytes.Length - at));
        switch (random.Next(10))
        {
            case 0:
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + length)];
            case 1:
                var to = random.Next(Header, bytes.Length);
                return [.. bytes.AsSpan(0, to), .. bytes.AsSpan(at, length), .. bytes.AsSpan(to)];
            case 2 when random.Next(4) == 0:
                return bytes[..at];
            case 3:
                (bytes[at], bytes[^1]) = (bytes[^1], bytes[at]);
                return bytes;
            case 4:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 5 or 6:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            default:
                bytes[at] = Telling[random.Next(Telling.Length)];
                return bytes;
        }
    }
}
