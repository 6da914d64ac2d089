using System.Globalization;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Reads single fields of a row as the catalog types them. A field that is missing or of another type is <c>fact.invalid</c>, naming pack, field and what was there.
/// </summary>
public static class FactRow
{
    public static string Text(this JsonElement row, string pack, string field) => TextOrNull(row, pack, field) ?? throw Invalid(row, pack, field, "a text");

    public static string? TextOrNull(this JsonElement row, string pack, string field)
    {
        if (!TryGet(row, field, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Invalid(row, pack, field, "a text");
    }

    /// <summary>False when the field is missing or null.</summary>
    public static bool Flag(this JsonElement row, string pack, string field)
    {
        if (!TryGet(row, field, out var value))
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Invalid(row, pack, field, "true or false");
    }

    public static long Integer(this JsonElement row, string pack, string field) =>
        TryGet(row, field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var integer)
            ? integer
            : throw Invalid(row, pack, field, "an integer");

    public static DateOnly Date(this JsonElement row, string pack, string field) => DateOrNull(row, pack, field) ?? throw Invalid(row, pack, field, "a date YYYY-MM-DD");

    public static DateOnly? DateOrNull(this JsonElement row, string pack, string field)
    {
        if (TextOrNull(row, pack, field) is not { } text)
            return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Invalid(row, pack, field, "a date YYYY-MM-DD");
    }

    /// <summary>UTC.</summary>
    public static DateTimeOffset Instant(this JsonElement row, string pack, string field) =>
        TryGet(row, field, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var instant)
            ? instant.ToUniversalTime()
            : throw Invalid(row, pack, field, "an instant YYYY-MM-DDTHH:MM:SS.fffZ");

    private static bool TryGet(JsonElement row, string field, out JsonElement value) => row.TryGetProperty(field, out value) && value.ValueKind != JsonValueKind.Null;

    private static BillingException Invalid(JsonElement row, string pack, string field, string expected)
    {
        var found = row.TryGetProperty(field, out var value) ? value.GetRawText() : "nothing";
        return new BillingException(
            ErrorCodes.FactInvalid, $"Field {field} of a {pack} row must be {expected}, and is {found}.", "Correct the row in the fact source and run again.", $"{pack}.{field}");
    }
}
