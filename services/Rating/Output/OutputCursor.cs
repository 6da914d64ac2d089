using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Walks an output document, knows where it is, and refuses what the contract does not allow.</summary>
internal ref struct OutputCursor
{
    private const long LargestInteger = (1L << 53) - 1;

    private static readonly SearchValues<char> SnakeCase = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly ReadOnlySpan<byte> _output;
    private readonly KnownTexts _known = KnownTexts.Rent();
    private Utf8JsonReader _reader;
    private int _readerStart;
    private string _object = "";
    private int _index = -1;
    private string _member = "";

    public OutputCursor(ReadOnlySpan<byte> output)
    {
        _output = output;
        _reader = new Utf8JsonReader(output);
    }

    /// <summary>For instance <c>charges[3].net_amount_cents</c>; made only when something is wrong.</summary>
    private readonly string Path(string member)
    {
        var place = _index < 0 ? _object : string.Create(CultureInfo.InvariantCulture, $"{_object}[{_index}]");
        if (place.Length == 0)
            return member.Length == 0 ? "the document" : member;
        return member.Length == 0 ? place : $"{place}.{member}";
    }

    public readonly OutputInvalidException Invalid(string reason) => new(Path(_member), reason);

    public readonly OutputInvalidException InvalidAt(string member, string reason) => new(Path(member), reason);

    public void Begin()
    {
        _reader.Read();
        BeginObject();
    }

    public void End()
    {
        if (_reader.Read())
            throw Invalid("goes on after its end");
    }

    public readonly void BeginObject() => Expect(JsonTokenType.StartObject, "an object");

    /// <summary>Moves to the next member's value; false at the object's end.</summary>
    public bool NextMember()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            _member = "";
            return false;
        }

        _member = Decoded();
        _reader.Read();
        return true;
    }

    public readonly string Member => _member;

    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>Enters the object under the current member; the cursor then names its members below it.</summary>
    public void BeginPart()
    {
        BeginObject();
        _object = _member;
    }

    public void EndPart() => _object = "";

    /// <summary>Enters an array of objects under the current member; the cursor then names its items.</summary>
    public void BeginItems()
    {
        Expect(JsonTokenType.StartArray, "a list");
        _object = _member;
        _index = -1;
        _member = "";
    }

    /// <summary>Moves into the next object of the array; false at its end.</summary>
    public bool NextItem()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            _object = "";
            _index = -1;
            return false;
        }

        _index++;
        _member = "";
        BeginObject();
        return true;
    }

    /// <summary>
    /// Passes over the array's next item when it is written in these bytes, without reading them; the first item is always to be read.
    /// </summary>
    /// <param name="item">A whole object.</param>
    public bool TryPassItem(ReadOnlySpan<byte> item)
    {
        if (_reader.TokenType != JsonTokenType.EndObject)
            return false;
        var rest = _output[(_readerStart + (int)_reader.BytesConsumed)..];
        if (rest.IsEmpty || rest[0] != (byte)',' || !rest[1..].StartsWith(item))
            return false;
        _readerStart = _output.Length - rest.Length + 1 + item.Length;
        _reader = new Utf8JsonReader(_output[_readerStart..], isFinalBlock: true, _reader.CurrentState); // it stands behind an item, as before
        _index++;
        return true;
    }

    public readonly string Text()
    {
        Expect(JsonTokenType.String, "a text");
        if (!_reader.ValueIsEscaped)
            return _known.Of(_reader.ValueSpan); // JSON writes U+0000 with an escape
        string text;
        try
        {
            text = _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Invalid("is not Unicode text");
        }

        return HoldsNull(text) ? throw Invalid("holds the character U+0000") : text;
    }

    public readonly string Name()
    {
        var text = Text();
        return text.Length > 0 ? text : throw Invalid("is empty");
    }

    /// <summary>A stable dotted code, such as <c>fixed.service_missing</c>.</summary>
    public readonly string Code()
    {
        var text = Text();
        return IsCode(text) ? text : throw Invalid($"'{text}' is not a code such as fixed.service_missing");
    }

    public readonly string? NameOrNull() => IsNull ? null : Name();

    public readonly bool Flag() => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Invalid("is not true or false"),
    };

    public readonly long Integer()
    {
        Expect(JsonTokenType.Number, "an integer");
        return _reader.ValueSpan.IndexOfAny(".eE"u8) < 0 && _reader.TryGetInt64(out var value) && value is >= -LargestInteger and <= LargestInteger
            ? value
            : throw Invalid("is not an integer within ±(2^53−1)");
    }

    public readonly string Decimal()
    {
        var text = Text();
        return DecimalText.IsPlain(text, 6) ? text : throw Invalid($"'{text}' is not a plain decimal of at most 6 places");
    }

    public readonly DateOnly Date()
    {
        Expect(JsonTokenType.String, "a text");
        return TryDate(_reader.ValueSpan, out var date) ? date : throw Invalid($"'{Text()}' is not a date YYYY-MM-DD");
    }

    public readonly DateOnly? DateOrNull() => IsNull ? null : Date();

    public readonly ChargeType ChargeType()
    {
        var text = Text();
        return ChargeTypes.TryParse(text, out var type) ? type : throw Invalid($"'{text}' is not a charge type; it is one of {string.Join(", ", ChargeTypes.Names)}");
    }

    public IReadOnlyList<string> Names()
    {
        Expect(JsonTokenType.StartArray, "a list of texts");
        var names = new List<string>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            names.Add(Name());
        return names;
    }

    public OrderedTexts Dimensions()
    {
        var dimensions = new OrderedTexts();
        Expect(JsonTokenType.StartObject, "an object of texts");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Decoded();
            _reader.Read();
            if (!IsSnakeCase(name))
                throw Invalid($"dimension '{name}' is not lower snake case");
            if (!dimensions.TryAdd(name, Text()))
                throw Invalid($"dimension '{name}' occurs twice");
        }

        return dimensions;
    }

    /// <summary>Null for none.</summary>
    public WrittenReasons? Metadata()
    {
        Expect(JsonTokenType.StartObject, "an object");
        var start = _readerStart + (int)_reader.TokenStartIndex;
        var (count, length) = (0, 1);
        var isInOrder = true;
        var before = "";
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Decoded();
            length += PlainLength();
            _reader.Read();
            CheckReason(name);
            length += PlainLength();
            isInOrder &= count++ == 0 || string.CompareOrdinal(before, name) < 0;
            before = name;
        }

        if (count == 0)
            return null;
        var written = _output[start..(_readerStart + (int)_reader.BytesConsumed)];
        if (isInOrder && length == written.Length)
            return new WrittenReasons(written.ToArray());
        CheckNamesDiffer(written);
        return new WrittenReasons(CanonicalJson.Canonicalize(written));
    }

    private readonly void CheckReason(string name)
    {
        var isValid = _reader.TokenType switch
        {
            JsonTokenType.String or JsonTokenType.True or JsonTokenType.False => true,
            JsonTokenType.Number => _reader.TryGetInt64(out var value) && value is >= -LargestInteger and <= LargestInteger,
            _ => false,
        };
        if (!isValid)
            throw Invalid($"'{name}' is not a text, an integer within ±(2^53−1) or a flag");
        if (HoldsNull(name) || (_reader.ValueIsEscaped && HoldsNull(_reader.GetString()!)))
            throw Invalid("holds the character U+0000");
    }

    private readonly void CheckNamesDiffer(ReadOnlySpan<byte> members)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(members);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name))
                throw Invalid($"'{name}' occurs twice");
            reader.Read();
        }
    }

    /// <summary>
    /// How long a scalar or name is in canonical JSON, with the comma, colon or bracket behind it: an object is as long as its members if there is neither white space nor a needless escape in it.
    /// Of what may be written in another way, no length.
    /// </summary>
    private readonly int PlainLength()
    {
        var isQuoted = _reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        return _reader.ValueIsEscaped || _reader.ValueSpan.SequenceEqual("-0"u8) ? 0 : _reader.ValueSpan.Length + (isQuoted ? 3 : 1);
    }

    /// <summary>The name of a member. Throws where it is not Unicode.</summary>
    private readonly string Decoded() => _reader.ValueIsEscaped ? _reader.GetString()! : _known.Of(_reader.ValueSpan);

    private static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..], out var day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    // No database stores it in a text.
    private static bool HoldsNull(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static bool IsCode(string text) =>
        text.Length > 0 && char.IsAsciiLetterLower(text[0]) && text.Split('.').All(part =>
            part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-'));

    public static bool IsSnakeCase(string name) =>
        name.Length > 0 && char.IsAsciiLetterLower(name[0]) && name.AsSpan().IndexOfAnyExcept(SnakeCase) < 0;

    private readonly void Expect(JsonTokenType type, string what)
    {
        if (_reader.TokenType != type)
            throw Invalid($"is not {what}");
    }
}
