using System.Text.Json;

namespace Billing.Contracts.Tests;

/// <summary>A schema inside a file, which its references are relative to.</summary>
internal sealed record SchemaNode(string File, JsonElement Value)
{
    /// <summary>What the value looks like: references followed; of an <c>allOf</c> the first part, which the others only narrow.</summary>
    public SchemaNode Shape()
    {
        var node = this;
        while (true)
        {
            if (node.Text("$ref") is { } reference)
                node = node.Follow(reference);
            else if (node.Value.ValueKind == JsonValueKind.Object && node.Value.TryGetProperty("allOf", out var parts))
                node = node.At(parts[0]);
            else
                return node;
        }
    }

    public string? Text(string keyword) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(keyword, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    public bool Has(string keyword) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(keyword, out _);

    public bool IsClosed => Value.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False;

    public SchemaNode Keyword(string keyword) => At(Value.GetProperty(keyword));

    public SchemaNode At(JsonElement value) => this with { Value = value };

    public IReadOnlyList<string> Names(string keyword) =>
        Value.TryGetProperty(keyword, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    public IReadOnlyDictionary<string, SchemaNode> Properties() => Value.TryGetProperty("properties", out var properties)
        ? properties.EnumerateObject().ToDictionary(property => property.Name, property => At(property.Value), StringComparer.Ordinal)
        : [];

    private SchemaNode Follow(string reference)
    {
        var (path, pointer) = reference.Split('#') is [var before, var after] ? (before, after) : (reference, "");
        var file = path.Length == 0 ? File : path.Replace("../", "", StringComparison.Ordinal);
        SchemaSet.Files.ContainsKey(file).ShouldBeTrue($"{File} refers to {reference}");
        var target = SchemaSet.Files[file];
        foreach (var key in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
            target = target.GetProperty(key);
        return new SchemaNode(file, target);
    }
}
