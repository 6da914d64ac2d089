using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Golden;

/// <summary>
/// Turns a row as a source has it into a fact row: every field of the catalog's type, numbers from their text and never through a double, every end date the
/// first day not covered. Fields the catalog does not know are kept, their fractions as decimal strings.
/// </summary>
public static class PackRow
{
    private const decimal LargestInteger = (1L << 53) - 1;
    private const int MostPlaces = 6;

    /// <exception cref="BillingException"><c>fact.invalid</c>, naming pack, row and field.</exception>
    public static JsonObject Convert(FactPack pack, JsonElement row)
    {
        ArgumentNullException.ThrowIfNull(pack);
        var place = $"{pack.Name} {Name(pack, row)}";
        return Fields(pack.Fields, row, place);
    }

    private static string Name(FactPack pack, JsonElement row) =>
        string.Join('/', pack.Key.Select(key => row.Optional(key) is { } value ? value.ToString() : "without " + key));

    private static JsonObject Fields(IReadOnlyList<FactField> fields, JsonElement row, string place)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw Invalid($"{place} is not an object.");
        var converted = new JsonObject();
        foreach (var field in fields)
            converted[field.Name] = Value(field, row, $"{place}: {field.Name}");
        foreach (var extra in row.EnumerateObject())
        {
            if (!converted.ContainsKey(extra.Name))
                converted[extra.Name] = Extra(extra.Value, $"{place}: {extra.Name}");
        }

        return converted;
    }

    private static JsonNode? Value(FactField field, JsonElement row, string place)
    {
        if (row.Optional(field.Name) is not { } value)
            return field.Nullable ? null : throw Invalid($"{place} is missing.");
        return field.Type switch
        {
            FactType.Text => Text(field, value, place),
            FactType.Integer or FactType.Cents => Integer(value, place),
            FactType.Decimal => Plain(Number(value, place), place),
            FactType.Boolean when value.ValueKind is JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            FactType.Date => Date(field, value, row, place),
            FactType.Instant => Instant(value, place),
            FactType.Json when field.Fields is { } fields && value.ValueKind == JsonValueKind.Array =>
                new JsonArray([.. value.EnumerateArray().Select((item, i) => Fields(fields, item, string.Create(CultureInfo.InvariantCulture, $"{place}[{i}]")))]),
            FactType.Json when field.Fields is null => Extra(value, place),
            _ => throw Invalid($"{place} is {value.GetRawText()}, which is not {Kind(field.Type)}."),
        };
    }

    private static string Text(FactField field, JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw Invalid($"{place} is {value.GetRawText()}, which is not a text.");
        var text = value.GetString()!;
        return field.Values is null || field.Values.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Invalid($"{place} is '{text}', which is not one of {string.Join(", ", field.Values)}.");
    }

    private static long Integer(JsonElement value, string place)
    {
        var number = Number(value, place);
        return number == decimal.Truncate(number) && Math.Abs(number) <= LargestInteger
            ? (long)number
            : throw Invalid($"{place} is {value.GetRawText()}, which is not an integer within ±(2^53−1).");
    }

    /// <summary>The exact value of a number, or of a text that is one.</summary>
    private static decimal Number(JsonElement value, string place)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => string.Empty,
        };
        return text.Count(char.IsAsciiDigit) <= 28 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid($"{place} is {value.GetRawText()}, which is not a number of at most 28 digits.");
    }

    private static string Plain(decimal number, string place) =>
        number == decimal.Round(number, MostPlaces)
            ? number.ToString("0.######", CultureInfo.InvariantCulture)
            : throw Invalid($"{place} is {number.ToString(CultureInfo.InvariantCulture)}, which has more than {MostPlaces} places.");

    private static string Date(FactField field, JsonElement value, JsonElement row, string place)
    {
        if (value.ValueKind != JsonValueKind.String
            || !DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            throw Invalid($"{place} is {value.GetRawText()}, which is not a date YYYY-MM-DD.");
        }

        if (LastDayCounts(field, row))
            date = date < DateOnly.MaxValue ? date.AddDays(1) : throw Invalid($"{place} is the last date there is; leave it empty for an open end.");
        return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static bool LastDayCounts(FactField field, JsonElement row) => field.LastDayCountsWhen is { } rule
        ? row.OptionalText(rule.Field) is { } decides && rule.Values.Contains(decides, StringComparer.Ordinal)
        : field.LastDayCounts == true;

    private static string Instant(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : throw Invalid($"{place} is {value.GetRawText()}, which is not an instant such as 2025-01-31T08:00:00Z.");

    private static JsonNode? Extra(JsonElement value, string place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return new JsonObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Extra(member.Value, $"{place}.{member.Name}"))));
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(item => Extra(item, place))]);
            case JsonValueKind.Number:
                var number = Number(value, place);
                return number == decimal.Truncate(number) && Math.Abs(number) <= LargestInteger ? (long)number : Plain(number, place);
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }

    private static string Kind(FactType type) => type switch
    {
        FactType.Boolean => "true or false",
        FactType.Json => "a list of objects",
        _ => $"of type {type}",
    };

    private static BillingException Invalid(string message) => new(ErrorCodes.FactInvalid, message, "Correct the row in its source and load it again.");
}
