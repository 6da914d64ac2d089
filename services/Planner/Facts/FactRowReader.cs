using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Billing.Contracts;

namespace Billing.Planner.Facts;

/// <summary>Reads one line of NDJSON as a row of a pack. Every refusal is <c>fact.invalid</c> and names the line and the field.</summary>
public sealed partial class FactRowReader
{
    private const long LargestInteger = (1L << 53) - 1;

    private readonly FactTable _table;
    private readonly string _tenantId;
    private readonly HashSet<string> _known;

    public FactRowReader(FactTable table, string tenantId)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        _tenantId = tenantId;
        Columns = [.. table.OwnFields];
        _known = [FactTable.TenantId, FactTable.CompanyId, .. Columns.Select(field => field.Name)];
    }

    /// <summary>Order of <see cref="FactRow.Values"/>.</summary>
    public IReadOnlyList<FactField> Columns { get; }

    /// <param name="lineNo">1, 2, 3, …</param>
    public FactRow Read(ReadOnlyMemory<byte> line, int lineNo)
    {
        using var document = Parse(line, lineNo);
        var row = document.RootElement;
        if (row.ValueKind is not JsonValueKind.Object)
            throw Refused(lineNo, null, "is not a JSON object");
        if (row.TryGetProperty(FactTable.TenantId, out var tenant) && !(tenant.ValueKind is JsonValueKind.String && tenant.ValueEquals(_tenantId)))
            throw Refused(lineNo, FactTable.TenantId, $"is not '{_tenantId}', the tenant these facts are loaded for");

        if (line.Span.IndexOf("\\u"u8) >= 0 || !Utf8.IsValid(line.Span))
            CheckTexts(row, lineNo); // what else is in the line cannot break a text
        var values = new object?[Columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ReadField(row, Columns[i], lineNo);
        return new FactRow(ReadCompany(row, lineNo), values, ReadExtra(row));
    }

    /// <summary>Every text of the row, however deep and also where the catalog does not know the field, is one that the database can keep.</summary>
    private void CheckTexts(JsonElement row, int lineNo)
    {
        try
        {
            foreach (var field in row.EnumerateObject())
            {
                if (HoldsNull(field.Name) || HoldsNull(field.Value))
                    throw Refused(lineNo, field.Name.Replace("\0", "\\0", StringComparison.Ordinal), "holds a null character, which the database does not keep");
            }
        }
        catch (InvalidOperationException)
        {
            throw Refused(lineNo, null, "holds text that is not Unicode");
        }
    }

    private static bool HoldsNull(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => HoldsNull(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsNull),
        JsonValueKind.Object => value.EnumerateObject().Any(member => HoldsNull(member.Name) || HoldsNull(member.Value)),
        _ => false,
    };

    private static bool HoldsNull(string text) => text.Contains('\0', StringComparison.Ordinal);

    private JsonDocument Parse(ReadOnlyMemory<byte> line, int lineNo)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException exception)
        {
            throw new BillingException(Error(lineNo, null, $"is not JSON: {JsonProblem.Describe(exception)}"), cause: exception);
        }
    }

    private string? ReadCompany(JsonElement row, int lineNo)
    {
        var isThere = row.TryGetProperty(FactTable.CompanyId, out var company) && company.ValueKind is not JsonValueKind.Null;
        if (!isThere)
            return _table.IsOwnedByCompany ? throw Refused(lineNo, FactTable.CompanyId, "is missing: every row of this pack belongs to a company") : null;
        return company.ValueKind is JsonValueKind.String && company.GetString() is { Length: > 0 } id
            ? id
            : throw Refused(lineNo, FactTable.CompanyId, "is not a text");
    }

    private object? ReadField(JsonElement row, FactField field, int lineNo)
    {
        if (!row.TryGetProperty(field.Name, out var value) || value.ValueKind is JsonValueKind.Null)
            return field.Nullable ? null : throw Refused(lineNo, field.Name, "is missing");
        return field.Type switch
        {
            FactType.Text => ReadText(value, field, lineNo),
            FactType.Integer or FactType.Cents => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) && Math.Abs(number) <= LargestInteger
                ? number
                : throw Refused(lineNo, field.Name, $"is {Shown(value)}, not an integer within ±(2^53−1)"),
            FactType.Decimal => ReadDecimal(value, field, lineNo),
            FactType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? value.GetBoolean()
                : throw Refused(lineNo, field.Name, $"is {Shown(value)}, not true or false"),
            FactType.Date => value.ValueKind is JsonValueKind.String
                && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                    ? date
                    : throw Refused(lineNo, field.Name, $"is {Shown(value)}, not a date such as \"2025-01-31\""),
            FactType.Instant => ReadInstant(value, field, lineNo),
            FactType.Json => value.GetRawText(),
            _ => throw new InvalidOperationException($"Field {field.Name} has a type that cannot be read."),
        };
    }

    private string ReadText(JsonElement value, FactField field, int lineNo)
    {
        if (value.ValueKind is not JsonValueKind.String)
            throw Refused(lineNo, field.Name, $"is {Shown(value)}, not a text");
        var text = value.GetString()!;
        if (field.Values is { } values && !values.Contains(text, StringComparer.Ordinal))
            throw Refused(lineNo, field.Name, $"is {Shown(value)}, not one of {string.Join(", ", values)}");
        return text;
    }

    private decimal ReadDecimal(JsonElement value, FactField field, int lineNo)
    {
        // From the number's text, never through a double.
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        return PlainDecimal().IsMatch(text)
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Refused(lineNo, field.Name, $"is {Shown(value)}, not a plain decimal such as \"12.5\" with at most 12 places");
    }

    private DateTime ReadInstant(JsonElement value, FactField field, int lineNo)
    {
        return value.ValueKind is JsonValueKind.String
            && DateTimeOffset.TryParseExact(
                value.GetString(),
                ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fK", "yyyy-MM-dd'T'HH:mm:ss.ffK", "yyyy-MM-dd'T'HH:mm:ss.fffK"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var instant)
            && Offset().IsMatch(value.GetString()!)
                ? instant.UtcDateTime
                : throw Refused(lineNo, field.Name, $"is {Shown(value)}, not an instant such as \"2025-01-31T08:00:00.000Z\"");
    }

    private string? ReadExtra(JsonElement row)
    {
        JsonObject? extra = null;
        foreach (var member in row.EnumerateObject())
        {
            if (!_known.Contains(member.Name))
                (extra ??= [])[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return extra?.ToJsonString();
    }

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }

    private BillingException Refused(int lineNo, string? field, string why) => new(Error(lineNo, field, why));

    private BillingError Error(int lineNo, string? field, string why) => new(
        ErrorCodes.FactInvalid,
        string.Create(CultureInfo.InvariantCulture, $"{_table.Pack.Name}, line {lineNo}{(field is null ? "" : ", field " + field)}: {why}."),
        "Nothing of this load was kept. Correct the line and load the file again.",
        _table.Pack.Name);

    [GeneratedRegex(@"^-?[0-9]{1,16}(\.[0-9]{1,12})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainDecimal();

    [GeneratedRegex(@"(Z|[+-][0-9]{2}:[0-9]{2})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Offset();
}

/// <param name="CompanyId">Null for a row that all companies of the tenant share.</param>
/// <param name="Values">By <see cref="FactRowReader.Columns"/>: string, long, decimal, bool, DateOnly, DateTime (UTC) or JSON text; null when absent.</param>
/// <param name="Extra">JSON object of the fields the catalog does not know; null when there are none.</param>
public sealed record FactRow(string? CompanyId, IReadOnlyList<object?> Values, string? Extra);
