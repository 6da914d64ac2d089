using System.Text.Json.Nodes;
using Billing.Cli.Golden;

namespace Billing.Cli.Facts;

/// <summary>Rows on their way, as newline-delimited JSON by pack.</summary>
internal sealed class FactsBatch
{
    private const long FullBytes = 8 << 20;

    private readonly SortedDictionary<string, MemoryStream> _packs = new(StringComparer.Ordinal);

    public bool IsFull => _packs.Values.Sum(pack => pack.Length) >= FullBytes;

    public void Add(string pack, IReadOnlyList<JsonObject> rows)
    {
        if (rows.Count == 0)
            return;
        if (!_packs.TryGetValue(pack, out var stream))
            _packs.Add(pack, stream = new MemoryStream());
        foreach (var row in rows)
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(row.ToJsonString(JsonText.Options)));
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>Empties the batch: its packs by name, with one of them at the end.</summary>
    public IReadOnlyList<(string Pack, ReadOnlyMemory<byte> Rows)> Take(string last)
    {
        var taken = _packs
            .OrderBy(pack => pack.Key == last)
            .Select(pack => (pack.Key, (ReadOnlyMemory<byte>)pack.Value.ToArray()))
            .ToArray();
        _packs.Clear();
        return taken;
    }
}
