using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Billing.Planner.Runs;

/// <summary>An enum's members by the names they have in JSON; columns hold the same names.</summary>
internal static class WireName<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(
        value => value,
        value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    private static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(T value) => Names[value];

    public static T Parse(string name) => Values[name];

    public static bool TryParse(string name, out T value) => Values.TryGetValue(name, out value);
}
