namespace Billing.Benchmarks;

/// <summary>A real module made larger: the bodies of its functions are appended again, in order, as functions nobody calls, until the file has the size asked for.</summary>
internal static class GrownModule
{
    private const byte FunctionSection = 3;
    private const byte CodeSection = 10;
    private const int HeaderBytes = 8;

    public static byte[] Grow(byte[] module, int bytes)
    {
        var sections = Read(module);
        var types = Items(sections.Single(section => section.Id == FunctionSection).Body, sized: false);
        var bodies = Items(sections.Single(section => section.Id == CodeSection).Body, sized: true);
        var own = bodies.Count;
        for (var size = module.Length; size < bytes; size += bodies[^1].Length + 1)
        {
            types.Add(types[bodies.Count % own]);
            bodies.Add(bodies[bodies.Count % own]);
        }

        using var grown = new MemoryStream();
        grown.Write(module, 0, HeaderBytes);
        foreach (var (id, body) in sections)
        {
            var written = id switch
            {
                FunctionSection => Write(types),
                CodeSection => Write(bodies),
                _ => body,
            };
            grown.WriteByte(id);
            grown.Write(Unsigned(written.Length));
            grown.Write(written);
        }

        return grown.ToArray();
    }

    private static List<(byte Id, byte[] Body)> Read(byte[] module)
    {
        var sections = new List<(byte, byte[])>();
        for (var at = HeaderBytes; at < module.Length;)
        {
            var id = module[at++];
            var length = Number(module, ref at);
            sections.Add((id, module[at..(at + length)]));
            at += length;
        }

        return sections;
    }

    // The items of a vector: numbers, or bodies with their size before them.
    private static List<byte[]> Items(byte[] vector, bool sized)
    {
        var at = 0;
        var count = Number(vector, ref at);
        var items = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            var start = at;
            var number = Number(vector, ref at);
            if (sized) at += number;
            items.Add(vector[start..at]);
        }

        return items;
    }

    private static byte[] Write(List<byte[]> items) => [.. Unsigned(items.Count), .. items.SelectMany(item => item)];

    private static int Number(byte[] bytes, ref int at)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }

    private static byte[] Unsigned(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7f; value >>= 7) bytes.Add((byte)((value & 0x7f) | 0x80));
        return [.. bytes, (byte)value];
    }
}
