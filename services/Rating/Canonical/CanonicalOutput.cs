using System.Buffers;
using System.Globalization;
using System.Text;

namespace Billing.Rating;

/// <summary>
/// Bytes that grow as canonical JSON is written to them. In place of <see cref="ArrayBufferWriter{T}"/>, whose extension methods ask twice through an interface for every few
/// bytes: a charge has a hundred pieces.
/// </summary>
internal sealed class CanonicalOutput(int capacity = 256) : IBufferWriter<byte>
{
    private const int KeptBytes = 1 << 20;
    private const int LongestInteger = 20;
    private const int UsualText = 64;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity);

    public int WrittenCount { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, WrittenCount);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, WrittenCount);

    /// <summary>An empty output that somebody keeps for the next time, unless it has become large.</summary>
    public static CanonicalOutput Reused(ref CanonicalOutput? kept)
    {
        if (kept is null || kept._bytes.Length > KeptBytes)
            kept = new CanonicalOutput(16 * 1024);
        kept.Truncate();
        return kept;
    }

    /// <summary>Forgets what was written behind the first bytes.</summary>
    public void Truncate(int length = 0) => WrittenCount = length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        WrittenCount += bytes.Length;
    }

    public void Overwrite(int at, byte value) => _bytes[at] = value;

    /// <summary>A text between quotes, with the escapes that RFC 8785 wants.</summary>
    public void WriteText(ReadOnlySpan<char> text)
    {
        // Three bytes are what a UTF-16 unit has at most; to ask for them for a long text would double the buffer for nothing.
        var room = text.Length <= UsualText ? 3 * text.Length : Encoding.UTF8.GetByteCount(text);
        var free = Room(room + 2);
        free[0] = (byte)'"';
        if (text.IndexOfAny(Escaped) >= 0)
        {
            WriteEscaped(text);
            return;
        }

        var length = Encoding.UTF8.GetBytes(text, free[1..]);
        free[length + 1] = (byte)'"';
        WrittenCount += length + 2;
    }

    public void WriteInteger(long value)
    {
        value.TryFormat(Room(LongestInteger), out var length, provider: CultureInfo.InvariantCulture);
        WrittenCount += length;
    }

    public void WriteDate(DateOnly date)
    {
        var text = Room(12);
        text[0] = (byte)'"';
        WriteDigits(text[1..], date.Year, 4);
        text[5] = (byte)'-';
        WriteDigits(text[6..], date.Month, 2);
        text[8] = (byte)'-';
        WriteDigits(text[9..], date.Day, 2);
        text[11] = (byte)'"';
        WrittenCount += 12;
    }

    public void WriteFlag(bool value) => Write(value ? "true"u8 : "false"u8);

    public void Advance(int count) => WrittenCount += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Room(Math.Max(1, sizeHint));
        return _bytes.AsMemory(WrittenCount);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => Room(Math.Max(1, sizeHint));

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - WrittenCount < length)
            Array.Resize(ref _bytes, Math.Max(WrittenCount + length, 2 * _bytes.Length));
        return _bytes.AsSpan(WrittenCount);
    }

    private void WriteEscaped(ReadOnlySpan<char> text)
    {
        Write("\""u8);
        while (text.IndexOfAny(Escaped) is >= 0 and var at)
        {
            Encoding.UTF8.GetBytes(text[..at], this);
            WriteEscape(text[at]);
            text = text[(at + 1)..];
        }

        Encoding.UTF8.GetBytes(text, this);
        Write("\""u8);
    }

    private void WriteEscape(char c)
    {
        switch (c)
        {
            case '"':
                Write("\\\""u8);
                break;
            case '\\':
                Write("\\\\"u8);
                break;
            case '\b':
                Write("\\b"u8);
                break;
            case '\t':
                Write("\\t"u8);
                break;
            case '\n':
                Write("\\n"u8);
                break;
            case '\f':
                Write("\\f"u8);
                break;
            case '\r':
                Write("\\r"u8);
                break;
            default:
                Write("\\u00"u8);
                Write([Hex(c >> 4), Hex(c & 15)]);
                break;
        }
    }

    private static void WriteDigits(Span<byte> text, int number, int digits)
    {
        for (var i = digits - 1; i >= 0; i--, number /= 10)
            text[i] = (byte)('0' + (number % 10));
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];
}
