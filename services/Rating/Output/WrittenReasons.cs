using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Billing.Rating;

/// <summary>
/// A charge's metadata as canonical JSON, decoded when somebody looks at it: the host writes it again and again and reads it never.
/// </summary>
/// <param name="canonical">An object of scalars that was checked.</param>
internal sealed class WrittenReasons(byte[] canonical) : IReadOnlyDictionary<string, JsonElement>
{
    private OrderedDictionary<string, JsonElement>? _members;

    public ReadOnlySpan<byte> Utf8 => canonical;

    public int Count => Members.Count;

    public IEnumerable<string> Keys => Members.Keys;

    public IEnumerable<JsonElement> Values => Members.Values;

    public JsonElement this[string key] => Members[key];

    // Two threads may decode the same bytes at once, and come to the same.
    private OrderedDictionary<string, JsonElement> Members => _members ??= Decode();

    public bool ContainsKey(string key) => Members.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JsonElement value) => Members.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => Members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private OrderedDictionary<string, JsonElement> Decode()
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in JsonDocument.Parse(canonical).RootElement.EnumerateObject()) // nothing pooled: it lives as long as the charge
            members.Add(member.Name, member.Value);
        return members;
    }
}
