using System.Buffers.Binary;
using System.Text.Unicode;

namespace Billing.Sandbox.Binary;

/// <summary>Reads the primitives of the binary format from a range of the module. Every read is checked; offsets in errors are offsets in the module.</summary>
internal sealed class BinaryCursor(byte[] bytes, int start, int end)
{
    public int Offset { get; private set; } = start;

    public int End { get; private set; } = end;

    public bool AtEnd => Offset >= End;

    public int Remaining => End - Offset;

    /// <summary>Moves this cursor to another range, so that one object serves all function bodies.</summary>
    public void Rebase(int newStart, int newEnd)
    {
        Offset = newStart;
        End = newEnd;
    }

    public byte ReadByte()
    {
        if (Offset >= End) throw UnexpectedEnd();
        return bytes[Offset++];
    }

    public byte PeekByte() => Offset < End ? bytes[Offset] : throw UnexpectedEnd();

    public uint ReadU32()
    {
        if (Offset < End && bytes[Offset] < 0x80) return bytes[Offset++];
        return (uint)ReadUnsigned(32);
    }

    public ulong ReadU64() => ReadUnsigned(64);

    /// <summary>A u32 that is used as a count or an index and so must fit an int.</summary>
    public int ReadIndex()
    {
        var at = Offset;
        var value = ReadU32();
        return value <= int.MaxValue ? (int)value : throw WasmFormatException.Invalid($"The index {value} is too large.", at);
    }

    /// <summary>The length of a vector whose entries take at least <paramref name="minimumEntryBytes"/>: a length that cannot be there is refused before anything is allocated for it.</summary>
    public int ReadCount(string what, int minimumEntryBytes = 1)
    {
        var at = Offset;
        var value = ReadU32();
        if ((long)value * minimumEntryBytes > Remaining) throw WasmFormatException.Invalid($"The section ends before its {value} {what}.", at);
        return (int)value;
    }

    public int ReadS32() => (int)ReadSigned(32);

    public long ReadS33() => ReadSigned(33);

    public long ReadS64() => ReadSigned(64);

    public uint ReadFixed32()
    {
        if (Remaining < 4) throw UnexpectedEnd();
        var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(Offset, 4));
        Offset += 4;
        return value;
    }

    public ulong ReadFixed64()
    {
        if (Remaining < 8) throw UnexpectedEnd();
        var value = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(Offset, 8));
        Offset += 8;
        return value;
    }

    public UInt128 ReadFixed128()
    {
        if (Remaining < 16) throw UnexpectedEnd();
        var value = BinaryPrimitives.ReadUInt128LittleEndian(bytes.AsSpan(Offset, 16));
        Offset += 16;
        return value;
    }

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > Remaining) throw UnexpectedEnd();
        var span = bytes.AsSpan(Offset, count);
        Offset += count;
        return span;
    }

    public void Skip(int count)
    {
        if (count > Remaining) throw UnexpectedEnd();
        Offset += count;
    }

    public string ReadName()
    {
        var at = Offset;
        var length = ReadCount("bytes of a name");
        var span = ReadBytes(length);
        if (!Utf8.IsValid(span)) throw WasmFormatException.Invalid("A name is not valid UTF-8.", at);
        return System.Text.Encoding.UTF8.GetString(span);
    }

    private ulong ReadUnsigned(int bits)
    {
        var at = Offset;
        ulong result = 0;
        for (var shift = 0; ; shift += 7)
        {
            var current = ReadByte();
            var left = bits - shift;
            if (left < 7 && (current & 0x7F) >> left != 0) throw WasmFormatException.Invalid("An integer is too large.", at);
            result |= (ulong)(current & 0x7F) << shift;
            if (current < 0x80) return result;
            if (left <= 7) throw WasmFormatException.Invalid("An integer is written in too many bytes.", at);
        }
    }

    private long ReadSigned(int bits)
    {
        var at = Offset;
        long result = 0;
        for (var shift = 0; ; shift += 7)
        {
            var current = ReadByte();
            var left = bits - shift;
            if (left < 7)
            {
                // The bits above the value must all repeat its sign.
                var spare = (sbyte)(current << 1) >> left;
                if (spare is not 0 and not -1) throw WasmFormatException.Invalid("An integer is too large.", at);
            }

            result |= (long)(current & 0x7F) << shift;
            if (current < 0x80)
            {
                var used = shift + 7;
                return used < 64 && (current & 0x40) != 0 ? result | (-1L << used) : result;
            }

            if (left <= 7) throw WasmFormatException.Invalid("An integer is written in too many bytes.", at);
        }
    }

    private WasmFormatException UnexpectedEnd() => WasmFormatException.Invalid("The module ends unexpectedly.", Offset);
}
