using Billing.Contracts;

namespace Billing.Registry;

/// <summary>Which bindings are in force when.</summary>
internal static class BindingTimeline
{
    /// <summary>Each binding as its latest row on or before the day has it, without the removed ones; by id.</summary>
    public static IReadOnlyList<Binding> InForce(IReadOnlyList<BindingVersion> history, DateOnly day) =>
    [
        .. history.Where(version => version.EffectiveFrom <= day)
            .GroupBy(version => version.BindingId, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(version => version.EffectiveFrom)!.Binding)
            .OfType<Binding>()
            .OrderBy(binding => binding.BindingId, StringComparer.Ordinal),
    ];

    /// <summary>A tenant's bindings with the shared ones it has not replaced, by id or by binding the same selector itself.</summary>
    public static IReadOnlyList<Binding> WithShared(IReadOnlyList<Binding> own, IReadOnlyList<Binding> shared) =>
    [
        .. own.Concat(shared.Where(binding => !own.Any(mine => mine.Selector == binding.Selector || string.Equals(mine.BindingId, binding.BindingId, StringComparison.Ordinal))))
            .OrderBy(binding => binding.BindingId, StringComparer.Ordinal),
    ];
}
