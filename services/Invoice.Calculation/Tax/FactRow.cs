using System.Globalization;
using System.Text.Json;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>Reads the fields of one snapshot row by their catalog types. What is not as the catalog says is <c>fact.invalid</c>, naming pack, row and field.</summary>
internal readonly record struct FactRow(string Pack, JsonElement Row, string KeyField)
{
    public string Text(string field) => OptionalText(field) ?? throw Invalid(field, "a text");

    public string? OptionalText(string field) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Invalid(field, "a text"),
    };

    public bool IsNull(string field) => Find(field) is null;

    public bool Flag(string field) => Find(field) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Invalid(field, "true or false"),
    };

    public bool OptionalFlag(string field) => Find(field) is not null && Flag(field);

    public long Integer(string field) => OptionalInteger(field) ?? throw Invalid(field, "an integer");

    public long? OptionalInteger(string field) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        _ => throw Invalid(field, "an integer"),
    };

    public Percentage Percent(string field) =>
        Percentage.TryParse(Text(field), out var percentage) ? percentage : throw Invalid(field, "a plain decimal of at most 6 places, not negative");

    public DateOnly Date(string field) => OptionalDate(field) ?? throw Invalid(field, "a date YYYY-MM-DD");

    public DateOnly? OptionalDate(string field) => OptionalText(field) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        _ => throw Invalid(field, "a date YYYY-MM-DD"),
    };

    /// <summary>The rows of a nested list; absent or null is empty.</summary>
    public IReadOnlyList<FactRow> Rows(string field, string keyField)
    {
        switch (Find(field))
        {
            case null:
                return [];
            case { ValueKind: JsonValueKind.Array } list:
                var pack = $"{Pack}.{field}";
                return [.. list.EnumerateArray().Select(row => new FactRow(pack, row, keyField))];
            default:
                throw Invalid(field, "a list");
        }
    }

    private JsonElement? Find(string field)
    {
        if (Row.ValueKind != JsonValueKind.Object)
            throw new BillingException(ErrorCodes.FactInvalid, $"{Pack} has a row that is not a JSON object.", "Correct the row in the fact source and bill the company again.", Pack);
        return Row.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private BillingException Invalid(string field, string expected)
    {
        var key = Row.TryGetProperty(KeyField, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : "without " + KeyField;
        return new BillingException(
            ErrorCodes.FactInvalid,
            $"{Pack} row {key}: field {field} is not {expected}.",
            "Correct the row in the fact source and bill the company again.",
            Pack);
    }
}
