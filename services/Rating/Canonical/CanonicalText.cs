using System.Buffers;
using System.Text;

namespace Billing.Rating;

/// <summary>Writes texts and names as RFC 8785 wants them, straight into a buffer.</summary>
internal static class CanonicalText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    public static void WriteText(this IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        while (text.IndexOfAny(Escaped) is >= 0 and var at)
        {
            WriteUtf8(output, text[..at]);
            WriteEscape(output, text[at]);
            text = text[(at + 1)..];
        }

        WriteUtf8(output, text);
        output.Write("\""u8);
    }

    public static void WriteInteger(this IBufferWriter<byte> output, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, provider: System.Globalization.CultureInfo.InvariantCulture);
        output.Write(digits[..length]);
    }

    public static void WriteDate(this IBufferWriter<byte> output, DateOnly date)
    {
        Span<byte> text = stackalloc byte[12];
        text[0] = (byte)'"';
        date.TryFormat(text[1..], out _, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        text[11] = (byte)'"';
        output.Write(text);
    }

    public static void WriteFlag(this IBufferWriter<byte> output, bool value) => output.Write(value ? "true"u8 : "false"u8);

    private static void WriteUtf8(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
            Encoding.UTF8.GetBytes(text, output);
    }

    private static void WriteEscape(IBufferWriter<byte> output, char c)
    {
        switch (c)
        {
            case '"':
                output.Write("\\\""u8);
                break;
            case '\\':
                output.Write("\\\\"u8);
                break;
            case '\b':
                output.Write("\\b"u8);
                break;
            case '\t':
                output.Write("\\t"u8);
                break;
            case '\n':
                output.Write("\\n"u8);
                break;
            case '\f':
                output.Write("\\f"u8);
                break;
            case '\r':
                output.Write("\\r"u8);
                break;
            default:
                output.Write("\\u00"u8);
                output.Write([Hex(c >> 4), Hex(c & 15)]);
                break;
        }
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];
}
