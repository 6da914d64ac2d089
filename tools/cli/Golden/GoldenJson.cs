using System.Globalization;
using System.Text.Json;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Golden;

/// <summary>Reads the members of a golden line. What is missing or of another kind is <c>fact.invalid</c>, naming it.</summary>
internal static class GoldenJson
{
    /// <summary>The member, or null when it is absent or null.</summary>
    public static JsonElement? Optional(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string RequiredText(this JsonElement element, string name) =>
        element.OptionalText(name) ?? throw Missing(name, "text");

    public static string? OptionalText(this JsonElement element, string name) =>
        element.Optional(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static JsonElement RequiredObject(this JsonElement element, string name) =>
        element.Optional(name) is { ValueKind: JsonValueKind.Object } value ? value : throw Missing(name, "object");

    public static DateOnly RequiredDate(this JsonElement element, string name) =>
        DateOnly.TryParseExact(element.OptionalText(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Missing(name, "date YYYY-MM-DD");

    public static bool Flag(this JsonElement element, string name) => element.Optional(name)?.ValueKind == JsonValueKind.True;

    public static BillingException Missing(string name, string kind) =>
        new(ErrorCodes.FactInvalid, $"it has no {kind} '{name}'.", "Compare the line with samples/golden/README.md.", name);
}
