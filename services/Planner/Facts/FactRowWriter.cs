using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Billing.Contracts;
using Npgsql;

namespace Billing.Planner.Facts;

/// <summary>
/// Writes rows straight from a data reader as JSON objects with sorted members: integers as numbers, decimals as strings without trailing zeros, dates
/// and instants as the catalog says, null where a value is absent. No row becomes an object of ours.
/// </summary>
internal sealed class FactRowWriter : IDisposable
{
    private readonly IReadOnlyList<FactField> _columns;
    private readonly int _firstOrdinal;
    private readonly int? _extraOrdinal;
    private readonly Utf8JsonWriter _writer;

    /// <param name="columns">Sorted by name; they are the reader's columns from <paramref name="firstOrdinal"/> on.</param>
    public FactRowWriter(IBufferWriter<byte> destination, IReadOnlyList<FactField> columns, int firstOrdinal, int? extraOrdinal)
    {
        _columns = columns;
        _firstOrdinal = firstOrdinal;
        _extraOrdinal = extraOrdinal;
        _writer = new Utf8JsonWriter(destination, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    public void Dispose() => _writer.Dispose();

    /// <exception cref="OverflowException">A number of the source has more digits than a decimal.</exception>
    public void Write(NpgsqlDataReader reader)
    {
        _writer.WriteStartObject();
        for (var i = 0; i < _columns.Count; i++)
        {
            _writer.WritePropertyName(_columns[i].Name);
            WriteValue(reader, _firstOrdinal + i, _columns[i].Type);
        }

        if (_extraOrdinal is { } extra && !reader.IsDBNull(extra))
            WriteExtra(reader.GetString(extra));
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
    }

    /// <summary>Strips what a row of a half-written document left behind, after <see cref="Write"/> threw.</summary>
    public void Abandon() => _writer.Reset();

    internal static string Format(decimal value)
    {
        // Dividing by one with all its places leaves the value and drops trailing zeros.
        var text = (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
        return string.Equals(text, "-0", StringComparison.Ordinal) ? "0" : text;
    }

    private void WriteValue(NpgsqlDataReader reader, int ordinal, FactType type)
    {
        if (reader.IsDBNull(ordinal))
        {
            _writer.WriteNullValue();
            return;
        }

        switch (type)
        {
            case FactType.Text:
                _writer.WriteStringValue(reader.GetString(ordinal));
                break;
            case FactType.Integer or FactType.Cents:
                _writer.WriteNumberValue(reader.GetInt64(ordinal));
                break;
            case FactType.Decimal:
                _writer.WriteStringValue(Format(reader.GetDecimal(ordinal)));
                break;
            case FactType.Boolean:
                _writer.WriteBooleanValue(reader.GetBoolean(ordinal));
                break;
            case FactType.Date:
                Span<char> date = stackalloc char[10];
                reader.GetFieldValue<DateOnly>(ordinal).TryFormat(date, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                _writer.WriteStringValue(date);
                break;
            case FactType.Instant:
                Span<char> instant = stackalloc char[24];
                reader.GetFieldValue<DateTime>(ordinal).TryFormat(instant, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                _writer.WriteStringValue(instant);
                break;
            default:
                using (var document = JsonDocument.Parse(reader.GetString(ordinal)))
                    WriteJson(document.RootElement);
                break;
        }
    }

    private void WriteExtra(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var member in document.RootElement.EnumerateObject())
        {
            _writer.WritePropertyName(member.Name);
            WriteJson(member.Value);
        }
    }

    private void WriteJson(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                _writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    _writer.WritePropertyName(member.Name);
                    WriteJson(member.Value);
                }

                _writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                _writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteJson(item);
                _writer.WriteEndArray();
                break;
            case JsonValueKind.Number when !value.TryGetInt64(out _):
                // No hashed document holds a fraction: it becomes the decimal text it is.
                _writer.WriteStringValue(Format(value.GetDecimal()));
                break;
            default:
                value.WriteTo(_writer);
                break;
        }
    }
}
