using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Billing.Rating;

/// <summary>Names a place in a JSON document for an error message, e.g. <c>facts.TaxRatesPack[0].tax_percentage</c>. Looked up only when something is wrong.</summary>
internal static class JsonPlace
{
    public static string Of(ReadOnlySpan<byte> document, int offset)
    {
        var reader = new Utf8JsonReader(document);
        var path = new Stack<(string? Name, int Index)>();
        string? name = null;
        while (reader.Read() && reader.TokenStartIndex < offset)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString();
                    path.Pop();
                    path.Push((name, -1));
                    break;
                case JsonTokenType.StartObject:
                    Count(path);
                    path.Push((null, -1));
                    break;
                case JsonTokenType.StartArray:
                    Count(path);
                    path.Push((null, 0));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.Pop();
                    break;
                default:
                    Count(path);
                    break;
            }
        }

        return Render(path);
    }

    /// <summary>A value inside an array was passed: the next one has the next index. Array entries hold a null name and the index of the next value plus one.</summary>
    private static void Count(Stack<(string? Name, int Index)> path)
    {
        if (path.TryPeek(out var top) && top is { Name: null, Index: >= 0 })
        {
            path.Pop();
            path.Push((null, top.Index + 1));
        }
    }

    private static string Render(Stack<(string? Name, int Index)> path)
    {
        var text = new StringBuilder();
        var steps = path.ToArray();
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            var (name, index) = steps[i];
            if (name is not null)
                text.Append(text.Length == 0 ? "" : ".").Append(name);
            else if (index >= 0)
                text.Append('[').Append((i == 0 ? index : index - 1).ToString(CultureInfo.InvariantCulture)).Append(']');
        }

        return text.Length == 0 ? "the root" : text.ToString();
    }
}
