using System.Text;
using System.Text.Json;

namespace Billing.Modules.Tests;

/// <summary>What a module made of one document.</summary>
internal sealed class ModuleOutput(ReadOnlyMemory<byte> bytes, long fuel, JsonElement root)
{
    public string Text { get; } = Encoding.UTF8.GetString(bytes.Span);

    public long Fuel { get; } = fuel;

    public JsonElement Root { get; } = root;

    /// <summary>The typed failure in place of an output; null where there is an output.</summary>
    public string? Failure => Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty("error", out var error) ? error.ToString() : null;

    /// <summary>In the module's order.</summary>
    public IReadOnlyList<JsonElement> Charges => All("charges");

    public IReadOnlyList<Line> Lines => [.. Charges.Select(Line.Of)];

    /// <summary>Charges that the module made itself: the others came in, with the id that the host gave them.</summary>
    public IReadOnlyList<JsonElement> Made => [.. Charges.Where(charge => !charge.TryGetProperty("charge_id", out _))];

    /// <summary>Codes of a validator's failures.</summary>
    public IReadOnlyList<string> Refusals => [.. All("failures").Select(failure => failure.Text("code"))];

    public IReadOnlyList<string> Warnings => [.. All("warnings").Select(warning => warning.Text("code"))];

    public IReadOnlyList<JsonElement> All(string member) => [.. Root.GetProperty(member).EnumerateArray()];
}

/// <summary>The part of a charge that most properties speak of.</summary>
internal sealed record Line(string Key, long Cents)
{
    public static Line Of(JsonElement charge) => new(charge.Text("line_key"), charge.Integer("net_amount_cents"));
}

/// <summary>Members of what a module returned.</summary>
internal static class Members
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static long Integer(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static DateOnly Date(this JsonElement element, string name) => DateOnly.ParseExact(element.Text(name), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(text => text.GetString()!)] : [];
}
