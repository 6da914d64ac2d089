using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Sandbox.Spec;

/// <summary>A file as <c>wast2json</c> writes it.</summary>
internal sealed record SpecScript(IReadOnlyList<SpecCommand>? Commands);

/// <param name="Expected">What an <c>assert_return</c> wants, in order.</param>
/// <param name="Either">Results of which one is enough.</param>
internal sealed record SpecCommand(
    string? Type,
    int Line,
    string? Name,
    string? Filename,
    string? As,
    string? Text,
    [property: JsonPropertyName("module_type")] string? ModuleType,
    SpecAction? Action,
    IReadOnlyList<SpecValue>? Expected,
    IReadOnlyList<SpecValue>? Either);

internal sealed record SpecAction(string Type, string? Module, string Field, IReadOnlyList<SpecValue>? Args);

/// <summary>
/// A value: numbers in decimal digits of their bits, <c>nan:canonical</c>, <c>nan:arithmetic</c>, <c>null</c>, or the number of a host reference;
/// of a vector the list of its lanes, whose type is <paramref name="LaneType"/>.
/// </summary>
internal sealed record SpecValue(string Type, [property: JsonPropertyName("lane_type")] string? LaneType, JsonElement? Value)
{
    public string? Text => Value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The lanes of a vector as values of their own, the first one first.</summary>
    public IReadOnlyList<SpecValue> Lanes =>
        Value is { ValueKind: JsonValueKind.Array } lanes ? [.. lanes.EnumerateArray().Select(lane => new SpecValue(LaneType!, null, lane))] : throw new FormatException($"A script has a vector without lanes: {this}.");

    public override string ToString() => (Value is null ? $"any {Type}" : $"{Type} {LaneType} {Value}").Replace("  ", " ", StringComparison.Ordinal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpecScript))]
internal sealed partial class SpecJson : JsonSerializerContext;
