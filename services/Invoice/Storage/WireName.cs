using System.Reflection;
using System.Text.Json.Serialization;

namespace Billing.Invoice.Storage;

/// <summary>The text an enum member has on the wire and in a column: its <see cref="JsonStringEnumMemberNameAttribute"/>.</summary>
internal static class WireName<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = typeof(T)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => (T)field.GetValue(null)!, field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name);

    private static readonly Dictionary<string, T> Values = Names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(T value) => Names[value];

    public static T Parse(string name) => Values[name];
}
