using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// One pass over JSON text into a reused buffer. Objects are written in the order they come and put right at their end only when their members were
/// out of order, so that text that is already canonical costs one scan and one copy.
/// </summary>
internal sealed class CanonicalTransform
{
    private const long LargestInteger = (1L << 53) - 1;
    private const int KeptBytes = 1 << 20;

    [ThreadStatic]
    private static CanonicalTransform? _instance;

    private readonly List<Member> _members = [];
    private readonly Comparison<Member> _byKey;
    private byte[] _output = new byte[4096];
    private byte[] _scratch = [];
    private int _length;

    private CanonicalTransform() => _byKey = CompareKeys;

    /// <summary>The calling thread's own instance; its result is valid until the next call.</summary>
    public static CanonicalTransform Rent() => _instance ??= new CanonicalTransform();

    public ReadOnlySpan<byte> Run(ReadOnlySpan<byte> utf8Json)
    {
        _length = 0;
        _members.Clear();
        if (_output.Length > KeptBytes && utf8Json.Length < KeptBytes)
        {
            _output = new byte[4096];
            _scratch = [];
        }

        if (!Utf8.IsValid(utf8Json))
            throw Refused("The document is not valid UTF-8.");
        var reader = new Utf8JsonReader(utf8Json);
        try
        {
            reader.Read();
            WriteValue(ref reader, utf8Json);
            if (reader.Read())
                throw Refused("The document goes on after its end.");
        }
        catch (JsonException exception)
        {
            throw new BillingException(new BillingError(ErrorCodes.DocumentInvalid, "The document is not JSON: " + exception.Message), exception);
        }

        return _output.AsSpan(0, _length);
    }

    private void WriteValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, document);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader, document);
                break;
            case JsonTokenType.String:
                WriteString(ref reader, document);
                break;
            case JsonTokenType.Number:
                WriteInteger(ref reader, document);
                break;
            default:
                Append(reader.ValueSpan); // true, false, null
                break;
        }
    }

    private void WriteObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        var start = _length;
        var first = _members.Count;
        var sorted = true;
        Append((byte)'{');
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_members.Count > first)
                Append((byte)',');
            var memberStart = _length;
            WriteString(ref reader, document);
            var keyLength = _length - memberStart;
            Append((byte)':');
            reader.Read();
            WriteValue(ref reader, document);
            var member = new Member(memberStart, keyLength, _length - memberStart);
            if (_members.Count > first && CompareKeys(_members[^1], member) >= 0)
                sorted = false;
            _members.Add(member);
        }

        Append((byte)'}');
        if (!sorted)
            Reorder(start, first, document, (int)reader.TokenStartIndex);
        _members.RemoveRange(first, _members.Count - first);
    }

    private void Reorder(int start, int first, ReadOnlySpan<byte> document, int position)
    {
        var members = CollectionsMarshal.AsSpan(_members)[first..];
        members.Sort(_byKey);
        for (var i = 1; i < members.Length; i++)
        {
            if (CompareKeys(members[i - 1], members[i]) == 0)
            {
                var key = System.Text.Encoding.UTF8.GetString(_output.AsSpan(members[i].Start, members[i].KeyLength));
                throw Refused($"Member {key} occurs twice in the object that ends at {JsonPlace.Of(document, position)}.");
            }
        }

        var length = _length - start;
        if (_scratch.Length < length)
            _scratch = new byte[Math.Max(length, 2 * _scratch.Length)];
        _output.AsSpan(start, length).CopyTo(_scratch);
        var to = start + 1;
        foreach (var member in members)
        {
            _scratch.AsSpan(member.Start - start, member.Length).CopyTo(_output.AsSpan(to));
            to += member.Length;
            _output[to++] = (byte)','; // the last one is overwritten by the closing brace
        }

        _output[to - 1] = (byte)'}';
    }

    private void WriteArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        Append((byte)'[');
        var any = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (any)
                Append((byte)',');
            any = true;
            WriteValue(ref reader, document);
        }

        Append((byte)']');
    }

    private void WriteString(ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        Append((byte)'"');
        if (!reader.ValueIsEscaped)
        {
            Append(reader.ValueSpan);
        }
        else
        {
            var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
            try
            {
                AppendEscaped(rented.AsSpan(0, reader.CopyString(rented)));
            }
            catch (InvalidOperationException exception)
            {
                throw new BillingException(
                    new BillingError(ErrorCodes.DocumentInvalid, $"The text at {JsonPlace.Of(document, (int)reader.TokenStartIndex)} is not Unicode."), exception);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }

        Append((byte)'"');
    }

    private void AppendEscaped(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            switch (b)
            {
                case (byte)'"':
                    Append("\\\""u8);
                    break;
                case (byte)'\\':
                    Append("\\\\"u8);
                    break;
                case 8:
                    Append("\\b"u8);
                    break;
                case 9:
                    Append("\\t"u8);
                    break;
                case 10:
                    Append("\\n"u8);
                    break;
                case 12:
                    Append("\\f"u8);
                    break;
                case 13:
                    Append("\\r"u8);
                    break;
                case < 32:
                    Append("\\u00"u8);
                    Append("0123456789abcdef"u8[b >> 4]);
                    Append("0123456789abcdef"u8[b & 15]);
                    break;
                default:
                    Append(b);
                    break;
            }
        }
    }

    private void WriteInteger(ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        var text = reader.ValueSpan;
        if (!reader.TryGetInt64(out var value) || text.IndexOfAny(".eE"u8) >= 0 || value is < -LargestInteger or > LargestInteger)
        {
            throw Refused(
                $"{System.Text.Encoding.ASCII.GetString(text)} at {JsonPlace.Of(document, (int)reader.TokenStartIndex)} is not an integer within ±(2^53−1); "
                + "write any other number as a decimal string.");
        }

        if (value == 0)
            Append((byte)'0'); // -0 is 0
        else
            Append(text);
    }

    private int CompareKeys(Member left, Member right)
    {
        var x = _output.AsSpan(left.Start + 1, left.KeyLength - 2);
        var y = _output.AsSpan(right.Start + 1, right.KeyLength - 2);
        if (x.Contains((byte)'\\') || y.Contains((byte)'\\'))
            return string.CompareOrdinal(Unescape(left), Unescape(right));

        var same = x.CommonPrefixLength(y);
        if (same == x.Length || same == y.Length)
            return x.Length - y.Length;
        int a = x[same];
        int b = y[same];

        // UTF-8 sorts by code point. In UTF-16 a surrogate pair (lead byte F0 and up) comes before U+E000..U+FFFF (lead bytes EE and EF).
        if (a >= 0xEE && b >= 0xEE && a >= 0xF0 != b >= 0xF0)
            return a >= 0xF0 ? -1 : 1;
        return a - b;
    }

    private string Unescape(Member member)
    {
        var reader = new Utf8JsonReader(_output.AsSpan(member.Start, member.KeyLength));
        reader.Read();
        return reader.GetString()!;
    }

    private void Append(byte value)
    {
        if (_length == _output.Length)
            Array.Resize(ref _output, 2 * _output.Length);
        _output[_length++] = value;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _output.Length)
            Array.Resize(ref _output, Math.Max(_length + bytes.Length, 2 * _output.Length));
        bytes.CopyTo(_output.AsSpan(_length));
        _length += bytes.Length;
    }

    private static BillingException Refused(string message) => new(ErrorCodes.DocumentInvalid, message);

    /// <summary>Where a member lies in the output: its quoted key, and all of it with its value.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Member(int Start, int KeyLength, int Length);
}
