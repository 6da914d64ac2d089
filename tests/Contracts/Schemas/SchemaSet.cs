using System.Text.Json;

namespace Billing.Contracts.Tests;

/// <summary>The files of <c>schemas/</c>, as they lie beside the tests.</summary>
internal static class SchemaSet
{
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "schemas");

    /// <summary>Schema files by their path under <c>schemas/</c>, with forward slashes.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Files { get; } = Directory
        .EnumerateFiles(Root, "*.schema.json", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Root, path).Replace('\\', '/'), path => JsonElement.Parse(File.ReadAllText(path)), StringComparer.Ordinal);

    /// <summary>Schemas of records and enums by their <c>title</c>, which is the name of the type.</summary>
    public static ILookup<string, SchemaNode> ByTitle { get; } = Files
        .Where(file => !file.Key.StartsWith("facts/", StringComparison.Ordinal))
        .SelectMany(file => Definitions(new SchemaNode(file.Key, file.Value)))
        .ToLookup(node => node.Text("title")!, StringComparer.Ordinal);

    private static IEnumerable<SchemaNode> Definitions(SchemaNode root)
    {
        yield return root;
        if (!root.Value.TryGetProperty("$defs", out var definitions))
            yield break;
        foreach (var definition in definitions.EnumerateObject().Where(definition => definition.Value.TryGetProperty("title", out _)))
            yield return root.At(definition.Value);
    }
}
