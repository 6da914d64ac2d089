namespace Billing.Sandbox.Runtime;

/// <summary>
/// A linear memory: a reserved range of addresses whose base never moves, and a map with one byte for every 4 KiB of it.
/// The map does two things at once. Its length is the bounds check: compiled code indexes it with the last byte it is about to touch, shifted, and the
/// runtime's own array check refuses what lies outside. Its content says which parts were written, so that a reset copies only those.
/// A store that crosses into the next 4 KiB marks only where it ends; a reset therefore also puts back the last bytes before each marked part.
/// </summary>
internal sealed unsafe class LinearMemory : WasmExternal, IDisposable
{
    public const int PageBytes = 65_536;
    public const int TrackShift = 12;
    public const int TrackBytes = 1 << TrackShift;
    public const int WidestStore = 16;
    private const ulong SpanBytes = 1 << 30;

    // What a call grew its memory by is kept for the next one up to here: giving pages back and taking them anew costs more than clearing them.
    private const long KeptBytes = 1 << 20;

    private readonly VirtualMemory _range;
    private long _reservedBytes;
    private readonly List<InstanceContext> _users = [];
    private long _committedBytes;
    private MemoryImage? _image;
    private byte[] _imageMap = [];

    private LinearMemory(VirtualMemory range, long reservedBytes, uint? maximumPages)
    {
        _range = range;
        _reservedBytes = reservedBytes;
        MaximumPages = maximumPages;
        Base = range.Base;
    }

    /// <summary>What the module declared, not what it may grow to.</summary>
    public uint? MaximumPages { get; }

    public byte* Base { get; }

    public long Length { get; private set; }

    public uint Pages => (uint)(Length / PageBytes);

    public byte[] Map { get; private set; } = [];

    /// <summary>Null when the engine or the operating system has no memory to give.</summary>
    public static LinearMemory? TryCreate(AddressSpace addresses, uint minimumPages, uint? maximumPages)
    {
        var reserved = Math.Min(maximumPages ?? 65_536, 65_536) * (long)PageBytes;
        var range = addresses.TryReserve(reserved + PageBytes);
        if (range is null) return null;
        var memory = new LinearMemory(range, reserved, maximumPages);
        if (memory.TrySetLength(minimumPages * (long)PageBytes)) return memory;
        memory.Dispose();
        return null;
    }

    public void Attach(InstanceContext user)
    {
        _users.Add(user);
        Publish(user);
    }

    /// <summary>Forgets a user that is gone. What still runs of it, from another's table say, finds no memory.</summary>
    public void Detach(InstanceContext user)
    {
        _users.Remove(user);
        user.MemoryMap = [];
    }

    /// <summary>Whether the memory can grow by so many pages under a limit in bytes.</summary>
    public bool CanGrow(uint pages, long limitBytes)
    {
        var wanted = Length + pages * (long)PageBytes;
        return wanted <= Math.Min(limitBytes, _reservedBytes);
    }

    /// <summary>The old size in pages, or -1.</summary>
    public int Grow(uint pages)
    {
        var old = (int)Pages;
        return pages == 0 || TrySetLength(Length + pages * (long)PageBytes) ? old : -1;
    }

    public bool Contains(ulong address, ulong count) => address <= (ulong)Length && count <= (ulong)Length - address;

    public Span<byte> Slice(ulong address, ulong count) => new(Base + address, checked((int)count));

    /// <summary>Fills a range that lies inside. Ranges may be larger than a span can be.</summary>
    public void Fill(ulong address, ulong count, byte value)
    {
        for (ulong done = 0; done < count; done += SpanBytes) Slice(address + done, Math.Min(SpanBytes, count - done)).Fill(value);
    }

    /// <summary>Copies between ranges that lie inside and may overlap.</summary>
    public void Copy(ulong destination, ulong source, ulong count) => Buffer.MemoryCopy(Base + source, Base + destination, count, count);

    /// <summary>Says that a range inside of the memory was written.</summary>
    public void MarkDirty(ulong address, ulong count)
    {
        if (count == 0) return;
        var first = (int)(address >> TrackShift);
        Map.AsSpan(first, (int)((address + count - 1) >> TrackShift) - first + 1).Fill(1);
    }

    public void CaptureImage()
    {
        _image = new MemoryImage(Slice(0, (ulong)Length), Map, _image);
        _imageMap = Map;
        Map.AsSpan().Clear();
    }

    public void Reset()
    {
        var image = _image ?? throw new InvalidOperationException("There is no image to go back to.");
        image.PutBack(Slice(0, (ulong)Math.Min(Length, image.Length + KeptBytes)), Map);
        Map.AsSpan().Clear();
        if (Length == image.Length) return;
        var kept = Math.Min(_committedBytes, image.Length + KeptBytes);
        _range.Decommit((nuint)kept, (nuint)(_committedBytes - kept));
        _committedBytes = kept;
        Length = image.Length;
        Map = _imageMap;
        Map.AsSpan().Clear();
        PublishAll();
    }

    /// <summary>
    /// Frees the memory. Functions that still refer to it, in a table of another instance say, find it without any byte from here on and trap.
    /// </summary>
    public void Dispose()
    {
        Length = 0;
        Map = [];
        _reservedBytes = 0;
        PublishAll();
        _range.Dispose();
    }

    // Behind the length, what is committed reads as zero.
    private bool TrySetLength(long bytes)
    {
        if (bytes > _committedBytes)
        {
            if (!_range.TryCommit((nuint)_committedBytes, (nuint)(bytes - _committedBytes))) return false;
            _committedBytes = bytes;
        }

        Length = bytes;
        var map = new byte[bytes >> TrackShift];
        Map.CopyTo(map, 0);
        Map = map;
        PublishAll();
        return true;
    }

    private void PublishAll()
    {
        foreach (var user in _users) Publish(user);
    }

    private void Publish(InstanceContext user)
    {
        user.MemoryBase = Base;
        user.MemoryMap = Map;
    }
}
