using System.Text.Json.Serialization;

namespace Billing.Sandbox.Spec;

/// <summary>A file as <c>wast2json</c> writes it.</summary>
internal sealed record SpecScript(IReadOnlyList<SpecCommand> Commands);

internal sealed record SpecCommand(
    string Type,
    int Line,
    string? Name,
    string? Filename,
    string? As,
    string? Text,
    [property: JsonPropertyName("module_type")] string? ModuleType,
    SpecAction? Action,
    IReadOnlyList<SpecValue>? Expected);

internal sealed record SpecAction(string Type, string? Module, string Field, IReadOnlyList<SpecValue>? Args);

/// <summary>A value: numbers in decimal digits of their bits, <c>nan:canonical</c>, <c>nan:arithmetic</c>, <c>null</c>, or the number of a host reference.</summary>
internal sealed record SpecValue(string Type, string? Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpecScript))]
internal sealed partial class SpecJson : JsonSerializerContext;
