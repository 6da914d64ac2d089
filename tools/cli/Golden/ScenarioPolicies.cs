namespace Billing.Cli.Golden;

/// <summary>Policies that go with the database a scenario was recorded on, whatever the profile.</summary>
public static class ScenarioPolicies
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// By <c>context.schema_mode</c>. The legacy engine finds overage only where the column of hours has the name it had before a migration; on a database
    /// as migrated the profile's own value stands.
    /// </summary>
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> BySchemaMode = new(StringComparer.Ordinal)
    {
        ["pre-rename-bucket"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["bucket_allowance"] = "granted" },
    };

    public static IReadOnlyDictionary<string, string> Of(GoldenScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Context.OptionalText("schema_mode") is { } mode && BySchemaMode.TryGetValue(mode, out var policies) ? policies : None;
    }

    /// <summary>The changes, with the scenario's own policies in place of theirs.</summary>
    public static IReadOnlyDictionary<string, string>? Over(IReadOnlyDictionary<string, string>? changes, GoldenScenario scenario)
    {
        var own = Of(scenario);
        if (own.Count == 0 || changes is null)
            return own.Count == 0 ? changes : own;
        var both = new Dictionary<string, string>(changes, StringComparer.Ordinal);
        foreach (var (name, value) in own)
            both[name] = value;
        return both;
    }
}
