using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Billing.Cli.Golden;

/// <summary>
/// The ids and regions under which a scenario enters a tenant. Regions get the scenario's name, so that scenarios do not share tax rates; ids stay as they are in
/// the first copy and are new, and the same each time, in every further one.
/// </summary>
public sealed partial class ScenarioIdentity
{
    private readonly string? _region;
    private readonly string? _salt;

    private ScenarioIdentity(string? region, string? salt)
    {
        _region = region;
        _salt = salt;
    }

    /// <summary>Everything as it is in the file.</summary>
    public static ScenarioIdentity AsIs { get; } = new(null, null);

    /// <summary>Names the copy where a person reads it: empty for the first.</summary>
    public string CompanySuffix { get; private init; } = string.Empty;

    /// <param name="copy">1, 2, 3, …</param>
    /// <param name="ownIds">New ids also for the first copy: the ids of this scenario are taken by another one.</param>
    public static ScenarioIdentity Of(string scenarioId, int copy, bool ownIds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copy, 1);
        var number = copy.ToString(CultureInfo.InvariantCulture);
        var name = copy == 1 ? scenarioId : $"{scenarioId}.{number}";
        return new ScenarioIdentity(name, ownIds ? name : copy == 1 ? null : number) { CompanySuffix = copy == 1 ? string.Empty : $" (copy {number})" };
    }

    public string Region(string region) => _region is null ? region : $"{region}~{_region}";

    public string Id(string id)
    {
        if (_salt is null)
            return id;
        return Uuid().IsMatch(id) ? Uuid().Replace(id, match => Fresh(match.Value)) : $"{id}~{_salt}";
    }

    /// <summary>Renames the ids and regions of a row in place, at any depth, by the names of their members.</summary>
    public void Apply(JsonNode? node)
    {
        if (_region is null)
            return;
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    if (value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String)
                        members[name] = Rename(name, text.GetValue<string>());
                    else
                        Apply(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                    Apply(item);
                break;
            default:
                break;
        }
    }

    private string Rename(string name, string value)
    {
        if (name.EndsWith("_id", StringComparison.Ordinal))
            return Id(value);
        return name.Equals("region_code", StringComparison.Ordinal) || name.EndsWith("_region", StringComparison.Ordinal) ? Region(value) : value;
    }

    /// <summary>A UUID of version 8 made from the old one and the copy.</summary>
    private string Fresh(string uuid)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{_salt}|{uuid.ToLowerInvariant()}"));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uuid();
}
