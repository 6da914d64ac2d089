using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Contracts;

/// <summary>
/// Instants as <c>2025-01-31T08:00:00Z</c>: always UTC, a fraction only where there is one. Reads any offset, but not none: a time without an offset
/// would mean the time zone of the machine that reads it.
/// </summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var instant = reader.GetDateTimeOffset();
        var text = reader.GetString().AsSpan();
        var time = text[(text.IndexOf('T') + 1)..];
        if (time.Length == text.Length || time.IndexOfAny('Z', '+', '-') < 0)
            throw new JsonException($"'{text}' is not an instant: it needs a time and an offset, such as 2025-01-31T08:00:00Z.");
        return instant.ToUniversalTime();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
