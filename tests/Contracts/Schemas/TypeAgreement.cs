using System.Text.Json;

namespace Billing.Contracts.Tests;

/// <summary>Whether a schema says of a value what its .NET type says.</summary>
internal static class TypeAgreement
{
    private static readonly Dictionary<Type, (string Type, string? Format)> Simple = new()
    {
        [typeof(string)] = ("string", null),
        [typeof(bool)] = ("boolean", null),
        [typeof(int)] = ("integer", null),
        [typeof(long)] = ("integer", null),
        [typeof(double)] = ("number", null),
        [typeof(Guid)] = ("string", "uuid"),
        [typeof(DateOnly)] = ("string", "date"),
        [typeof(DateTimeOffset)] = ("string", "date-time"),
    };

    public static void Check(Type declared, SchemaNode schema, string place)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var shape = schema.Shape();
        if (ContractTypes.IsAnyJson(type))
            return;
        if (ContractTypes.ItemOf(type) is { } item)
            CheckPart("array", "items", item, shape, place + "[]");
        else if (ContractTypes.ValueOf(type) is { } value)
            CheckPart("object", "additionalProperties", value, shape, place + "{}");
        else if (Simple.TryGetValue(type, out var simple))
            CheckSimple(simple, shape, place);
        else if (type == typeof(ReadOnlyMemory<byte>))
            shape.Text("contentEncoding").ShouldBe("base64", place);
        else
            shape.Text("title").ShouldBe(type.Name, place);
    }

    private static void CheckPart(string jsonType, string keyword, Type part, SchemaNode shape, string place)
    {
        shape.Text("type").ShouldBe(jsonType, place);
        shape.Has(keyword).ShouldBeTrue($"{place} has no {keyword}");
        Check(part, shape.Keyword(keyword), place);
    }

    private static void CheckSimple((string Type, string? Format) simple, SchemaNode shape, string place)
    {
        if (shape.Value.TryGetProperty("anyOf", out var alternatives))
        {
            foreach (var alternative in alternatives.EnumerateArray())
                CheckSimple(simple, shape.At(alternative).Shape(), place);
            return;
        }

        shape.Text("type").ShouldBe(simple.Type, place);
        shape.Text("format").ShouldBe(simple.Format, place);
    }
}
