using System.Runtime.InteropServices;
using System.Text.Json;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Golden;

/// <summary>
/// One scenario: what a legacy engine was given and what it answered. A part of <see cref="Parity"/> is true where a correct engine must match, false where a
/// known quirk stands between, null where it does not apply.
/// </summary>
/// <param name="Facts">Packs as they are in the file.</param>
/// <param name="Digest">SHA-256 of the line.</param>
public sealed record GoldenScenario(
    string Id,
    string Family,
    IReadOnlySet<string> Tags,
    GoldenParity Parity,
    JsonElement Context,
    IReadOnlyDictionary<string, JsonElement> Facts,
    IReadOnlyDictionary<string, JsonElement> Events,
    JsonElement? Input,
    JsonElement? Expected,
    string Digest)
{
    /// <summary>Family <c>taxcalc</c>: one amount at one date, no company to bill.</summary>
    public bool IsTaxCalculation => Input is not null;

    /// <summary>The cycle had an invoice when the legacy engine was asked: it bills nothing.</summary>
    public bool IsAlreadyInvoiced => Context.TryGetProperty("already_invoiced", out var flag) && flag.ValueKind == JsonValueKind.True;

    /// <summary>Items that a person wrote, and no cycle, are what it bills.</summary>
    public bool IsManualInvoice => Events.TryGetValue("ManualItemsPack", out var items) && items.GetArrayLength() > 0;

    /// <exception cref="BillingException"><c>fact.invalid</c>, naming what is missing.</exception>
    public static GoldenScenario Read(JsonElement line)
    {
        var id = line.RequiredText("id");
        return new GoldenScenario(
            id,
            line.Optional("family") is { ValueKind: JsonValueKind.String } family ? family.GetString()! : throw GoldenJson.Missing("family", "text"),
            line.Optional("tags") is { ValueKind: JsonValueKind.Array } tags
                ? tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!).ToHashSet(StringComparer.Ordinal)
                : new HashSet<string>(StringComparer.Ordinal),
            GoldenParity.Read(line.Optional("parity")),
            line.RequiredObject("context"),
            Packs(line, "facts"),
            Packs(line, "events"),
            line.Optional("input"),
            line.Optional("expected"),
            Rating.Digest.Of(JsonMarshal.GetRawUtf8Value(line)));
    }

    private static Dictionary<string, JsonElement> Packs(JsonElement line, string name)
    {
        var packs = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (line.Optional(name) is not { } value)
            return packs;
        if (value.ValueKind != JsonValueKind.Object)
            throw GoldenJson.Missing(name, "object of packs");
        foreach (var pack in value.EnumerateObject())
        {
            if (pack.Value.ValueKind != JsonValueKind.Array || pack.Value.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Object))
                throw GoldenJson.Missing($"{name}.{pack.Name}", "list of rows");
            packs[pack.Name] = pack.Value;
        }

        return packs;
    }
}

/// <summary>Which parts of a scenario are strict.</summary>
public sealed record GoldenParity(bool? Charges, bool? Discounts, bool? Invoice)
{
    /// <summary>A line that says nothing about it is compared in every part, and strict in none.</summary>
    public static GoldenParity Unsaid { get; } = new(false, false, false);

    public static GoldenParity Read(JsonElement? parity) => parity is not { ValueKind: JsonValueKind.Object } value
        ? Unsaid
        : new GoldenParity(Flag(value, "charges"), Flag(value, "discounts"), Flag(value, "invoice"));

    private static bool? Flag(JsonElement parity, string part) => parity.Optional(part)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
