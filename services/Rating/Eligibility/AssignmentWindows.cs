using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Whether an assignment is in force in a period. <paramref name="end"/> is the first day not covered; null for open.</summary>
/// <param name="endConvention">How the cycle's source wrote its end.</param>
internal delegate bool AssignmentWindow(DateOnly start, DateOnly? end, BillingPeriod period, string? endConvention);

/// <summary>Values of policy <c>assignment_window</c>.</summary>
internal static class AssignmentWindows
{
    private static readonly Dictionary<string, AssignmentWindow> Values = new(StringComparer.Ordinal)
    {
        ["half_open"] = HalfOpen,
        ["closed"] = Closed,
    };

    public static AssignmentWindow Named(IReadOnlyDictionary<string, string> policies) => PolicyValues.Pick(Values, "assignment_window", "half_open", policies);

    private static bool HalfOpen(DateOnly start, DateOnly? end, BillingPeriod period, string? endConvention) =>
        start < period.End && (end is null || end > period.Start);

    private static bool Closed(DateOnly start, DateOnly? end, BillingPeriod period, string? endConvention) =>
        (string.Equals(endConvention, "exclusive", StringComparison.Ordinal) ? start <= period.End : start < period.End) && (end is null || end > period.Start);
}
