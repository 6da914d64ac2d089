using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Whether a charge that a stage gives back is the one it was given.</summary>
internal static class ChargeComparison
{
    /// <summary>Whether both would be written with the same bytes, but for their dimensions.</summary>
    public static bool AreSameButForTags(Charge left, Charge right) =>
        left.NetAmountCents == right.NetAmountCents
        && left.ChargeType == right.ChargeType
        && left.IsTaxable == right.IsTaxable
        && left.ServiceStart == right.ServiceStart
        && left.ServiceEnd == right.ServiceEnd
        && Same(left.ChargeId, right.ChargeId)
        && Same(left.LineKey, right.LineKey)
        && Same(left.Description, right.Description)
        && Same(left.Quantity, right.Quantity)
        && Same(left.UnitPrice, right.UnitPrice)
        && Same(left.CurrencyCode, right.CurrencyCode)
        && Same(left.TaxRegionHint, right.TaxRegionHint)
        && Same(left.SourceModule, right.SourceModule)
        && Same(left.SourceScope, right.SourceScope)
        && Same(left.InputRefs, right.InputRefs)
        && Same(left.DerivedFrom, right.DerivedFrom)
        && Same(left.Metadata, right.Metadata);

    public static bool HaveSameTags(Charge left, Charge right) => Same(left.Dimensions, right.Dimensions, Same);

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

    private static bool Same(IReadOnlyList<string>? left, IReadOnlyList<string>? right) =>
        left is null || right is null ? ReferenceEquals(left, right) : left.SequenceEqual(right, StringComparer.Ordinal);

    private static bool Same(IReadOnlyDictionary<string, JsonElement>? left, IReadOnlyDictionary<string, JsonElement>? right) =>
        left is WrittenReasons x && right is WrittenReasons y ? x.Utf8.SequenceEqual(y.Utf8) : Same(left, right, JsonElement.DeepEquals);

    private static bool Same<T>(IReadOnlyDictionary<string, T>? left, IReadOnlyDictionary<string, T>? right, Func<T, T, bool> areSame)
    {
        if (left is null || right is null)
            return ReferenceEquals(left, right);
        if (left.Count != right.Count)
            return false;
        foreach (var (name, value) in left)
        {
            if (!right.TryGetValue(name, out var other) || !areSame(value, other))
                return false;
        }

        return true;
    }
}
