using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Billing.Contracts.Tests;

/// <summary>A file <c>examples/&lt;schema&gt;/&lt;case&gt;.json</c>; refused ones end in <c>.invalid.json</c>, those that leave defaults out in <c>.defaults.json</c>.</summary>
internal sealed record ExampleFile(string Schema, string Name, string FullPath)
{
    public static IReadOnlyList<ExampleFile> All { get; } =
    [
        .. from path in Directory.EnumerateFiles(Path.Combine(SchemaSet.Root, "examples"), "*.json", SearchOption.AllDirectories)
           let relative = Path.GetRelativePath(Path.Combine(SchemaSet.Root, "examples"), path).Replace('\\', '/')
           orderby relative
           select new ExampleFile(relative[..relative.LastIndexOf('/')], relative[(relative.LastIndexOf('/') + 1)..^".json".Length], path),
    ];

    public bool IsInvalid => Name.EndsWith(".invalid", StringComparison.Ordinal);

    public bool LeavesDefaultsOut => Name.EndsWith(".defaults", StringComparison.Ordinal);

    public bool IsFactRow => Schema.StartsWith("facts/", StringComparison.Ordinal);

    public SchemaNode Root => new(Schema + ".schema.json", SchemaSet.Files[Schema + ".schema.json"]);

    /// <summary>How the record of this document is read and written.</summary>
    public JsonTypeInfo Json
    {
        get
        {
            var title = Root.Text("title")!;
            return ContractTypes.JsonOf(title is "Page" ? typeof(Page<InvoiceSummary>) : ContractTypes.Named(title)!);
        }
    }

    public byte[] Bytes => File.ReadAllBytes(FullPath);

    public override string ToString() => $"{Schema}/{Name}";

    /// <summary>The document with the defaults of its schema written out.</summary>
    public byte[] WithDefaults()
    {
        var document = JsonNode.Parse(Bytes)!;
        Fill(document, Root);
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    private static void Fill(JsonNode? node, SchemaNode schema)
    {
        if (node is not JsonObject members)
            return;
        foreach (var (name, property) in schema.Shape().Properties())
        {
            if (!members.ContainsKey(name) && property.Has("default"))
                members[name] = JsonNode.Parse(property.Keyword("default").Value.GetRawText());
            else
                Fill(members[name], property);
        }
    }
}
