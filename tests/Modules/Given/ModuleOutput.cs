using System.Text;
using System.Text.Json;

namespace Billing.Modules.Tests;

/// <summary>What a module made of one document.</summary>
internal sealed class ModuleOutput(ReadOnlyMemory<byte> bytes, long fuel, JsonElement root)
{
    public string Text { get; } = Encoding.UTF8.GetString(bytes.Span);

    public long Fuel { get; } = fuel;

    /// <summary>Charges, in the module's order.</summary>
    public IReadOnlyList<Line> Lines { get; } = [.. root.GetProperty("charges").EnumerateArray().Select(Line.Of)];
}

/// <summary>The part of a charge that properties speak of.</summary>
internal sealed record Line(string Key, long Cents)
{
    public static Line Of(JsonElement charge) => new(charge.GetProperty("line_key").GetString()!, charge.GetProperty("net_amount_cents").GetInt64());
}
