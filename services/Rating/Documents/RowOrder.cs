using System.Globalization;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// The canonical order of a pack's rows: by the catalog's order fields, typed (dates and texts by code unit, integers and decimals by value, null first).
/// Rows of a pack that the catalog does not know, and rows that tie, are ordered by their canonical bytes.
/// </summary>
internal sealed class RowOrder(FactPack? pack)
{
    private readonly FactField[] _fields = pack is null
        ? []
        : [.. (pack.Order ?? pack.Key).Select(name => pack.Fields.First(field => string.Equals(field.Name, name, StringComparison.Ordinal)))];

    /// <summary>Zero when the order fields do not tell the rows apart.</summary>
    public int Compare(JsonElement left, JsonElement right)
    {
        foreach (var field in _fields)
        {
            var hasLeft = left.TryGetProperty(field.Name, out var x) && x.ValueKind != JsonValueKind.Null;
            var hasRight = right.TryGetProperty(field.Name, out var y) && y.ValueKind != JsonValueKind.Null;
            var order = hasLeft && hasRight ? CompareValues(field.Type, x, y) : hasLeft.CompareTo(hasRight);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static int CompareValues(FactType type, JsonElement left, JsonElement right)
    {
        if (left.ValueKind == JsonValueKind.Number && right.ValueKind == JsonValueKind.Number && left.TryGetInt64(out var m) && right.TryGetInt64(out var n))
            return m.CompareTo(n);
        if (left.ValueKind != JsonValueKind.String || right.ValueKind != JsonValueKind.String)
            return string.CompareOrdinal(left.GetRawText(), right.GetRawText());
        if (type == FactType.Decimal
            && decimal.TryParse(left.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var x)
            && decimal.TryParse(right.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var y))
        {
            return x.CompareTo(y);
        }

        return string.CompareOrdinal(left.GetString(), right.GetString());
    }
}
