namespace Billing.Sandbox.Runtime;

/// <summary>
/// A memory at one moment, in parts of <see cref="LinearMemory.TrackBytes"/>. Only parts that hold something are kept: a module that asks for much memory and
/// writes little of it costs little.
/// </summary>
internal sealed class MemoryImage
{
    private const int PartBytes = LinearMemory.TrackBytes;
    private const int NoPart = -1;

    private readonly byte[] _bytes;

    // Where each part lies in the bytes.
    private readonly int[] _offsets;

    /// <param name="map">What was written since the memory was made, or since the image before.</param>
    /// <param name="before">The image before; what neither holds nor was written is zero.</param>
    public MemoryImage(ReadOnlySpan<byte> memory, ReadOnlySpan<byte> map, MemoryImage? before)
    {
        Length = memory.Length;
        _offsets = new int[map.Length];
        var kept = 0;
        for (var part = 0; part < map.Length; part++)
        {
            _offsets[part] = NoPart;
            if (!MayHoldSomething(part, map, before) || !memory.Slice(part * PartBytes, PartBytes).ContainsAnyExcept((byte)0)) continue;
            _offsets[part] = kept;
            kept += PartBytes;
        }

        _bytes = GC.AllocateUninitializedArray<byte>(kept);
        for (var part = 0; part < map.Length; part++)
        {
            if (_offsets[part] != NoPart) memory.Slice(part * PartBytes, PartBytes).CopyTo(_bytes.AsSpan(_offsets[part]));
        }
    }

    public int Length { get; }

    /// <summary>Puts back what the map says was written, and the last bytes before it. What lies behind the image becomes zero.</summary>
    /// <param name="memory">Begins where the image does; of the map, what goes on beyond it is left out.</param>
    public void PutBack(Span<byte> memory, ReadOnlySpan<byte> map)
    {
        for (var part = 0; part < map.Length; part++)
        {
            var skipped = map[part..].IndexOfAnyExcept((byte)0);
            if (skipped < 0) return;
            part += skipped;
            if (part > 0) PutBack(memory, part - 1, PartBytes - LinearMemory.WidestStore);
            for (; part < map.Length && map[part] != 0; part++) PutBack(memory, part, 0);
        }
    }

    private void PutBack(Span<byte> memory, int part, int from)
    {
        if (part * (long)PartBytes >= memory.Length) return;
        var target = memory.Slice((part * PartBytes) + from, PartBytes - from);
        if (part >= _offsets.Length || _offsets[part] == NoPart) target.Clear();
        else _bytes.AsSpan(_offsets[part] + from, target.Length).CopyTo(target);
    }

    // A store that crosses into a part marks that one only.
    private static bool MayHoldSomething(int part, ReadOnlySpan<byte> map, MemoryImage? before) =>
        map[part] != 0
        || (part + 1 < map.Length && map[part + 1] != 0)
        || (before is not null && part < before._offsets.Length && before._offsets[part] != NoPart);
}
