using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// The filters of one pack requirement: each field equals a value, is one of a list, or equals a field of the scope (<c>${scope.plan_id}</c>).
/// Null equals null; a field the row does not have is null.
/// </summary>
internal sealed class RowFilter
{
    private const string Prefix = "${scope.";

    private readonly List<Condition> _conditions = [];

    /// <summary>Of a manifest that was checked by <see cref="Problem"/>.</summary>
    public RowFilter(PackRequirement requirement)
    {
        foreach (var (field, value) in requirement.Filters.OrderBy(filter => filter.Key, StringComparer.Ordinal))
            _conditions.Add(new Condition(Encoding.UTF8.GetBytes(field), Alternatives(value), RefersToScope(value) ? Encoding.UTF8.GetBytes(ScopeField(value)) : null));
    }

    public bool IsEmpty => _conditions.Count == 0;

    public static bool RefersToScope(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { } text && text.StartsWith(Prefix, StringComparison.Ordinal) && text.EndsWith('}'),
        JsonValueKind.Array => value.EnumerateArray().Any(RefersToScope),
        _ => false,
    };

    /// <summary>
    /// <c>manifest.invalid</c> for anything that is not equality or membership, or refers to a scope that is not there or has no such field; null when all is well.
    /// </summary>
    /// <param name="module"><c>module_id@version</c>.</param>
    /// <param name="scope">Pack whose row is the module's scope; null for a module without one.</param>
    public static BillingError? Problem(string module, PackRequirement requirement, FactPack? scope)
    {
        foreach (var (field, value) in requirement.Filters.OrderBy(filter => filter.Key, StringComparer.Ordinal))
        {
            var wayOut = (RefersToScope(value), scope) switch
            {
                (false, _) when Array.Exists(Alternatives(value), item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array) =>
                    "A filter is a value, a list of values, or ${scope.field}.",
                (true, null) => "Only a producer has a scope.",
                (true, _) when value.ValueKind == JsonValueKind.Array => "${scope.field} stands alone.",
                (true, _) when !scope.Fields.Any(known => string.Equals(known.Name, ScopeField(value), StringComparison.Ordinal)) => $"{scope.Name} has no such field.",
                _ => null,
            };
            if (wayOut is not null)
                return new BillingError(ErrorCodes.ManifestInvalid, $"{module} filters {requirement.Kind} by {field} = {value.GetRawText()}.", wayOut, module);
        }

        return null;
    }

    public bool Admits(JsonElement row, JsonElement scope)
    {
        foreach (var condition in _conditions)
        {
            if (!Holds(condition, row, scope))
                return false;
        }

        return true;
    }

    private static bool Holds(Condition condition, JsonElement row, JsonElement scope)
    {
        var has = row.TryGetProperty(condition.Field, out var value);
        if (condition.ScopeField is { } scopeField)
            return scope.TryGetProperty(scopeField, out var wanted) ? Same(has, value, wanted) : !has || value.ValueKind == JsonValueKind.Null;
        foreach (var wanted in condition.Values)
        {
            if (Same(has, value, wanted))
                return true;
        }

        return false;
    }

    private static bool Same(bool has, JsonElement value, JsonElement wanted)
    {
        if (!has)
            return wanted.ValueKind == JsonValueKind.Null;
        if (value.ValueKind != wanted.ValueKind)
            return false;
        var left = JsonMarshal.GetRawUtf8Value(value);
        var right = JsonMarshal.GetRawUtf8Value(wanted);
        if (left.SequenceEqual(right))
            return true;
        return value.ValueKind == JsonValueKind.String
            ? (left.Contains((byte)'\\') || right.Contains((byte)'\\')) && string.Equals(value.GetString(), wanted.GetString(), StringComparison.Ordinal)
            : JsonElement.DeepEquals(value, wanted);
    }

    private static JsonElement[] Alternatives(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static string ScopeField(JsonElement value) => value.GetString()![Prefix.Length..^1];

    private sealed record Condition(byte[] Field, JsonElement[] Values, byte[]? ScopeField);
}
