using System.Collections.Frozen;
using Billing.Contracts;

namespace Billing.Planner.Planning;

/// <summary>
/// Policy <c>tax_date</c>, for cycles that carry no date of their own. It is decided when the input is made: tax is computed from the snapshot,
/// which holds the date.
/// </summary>
internal static class TaxDatePolicy
{
    public const string Name = "tax_date";

    private delegate DateOnly Rule(BillingPeriod period, DateTimeOffset asOf);

    private static readonly FrozenDictionary<string, Rule> Rules = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["period_end"] = (period, _) => period.End,
        ["period_start"] = (period, _) => period.Start,
        ["run_date"] = (_, asOf) => DateOnly.FromDateTime(asOf.UtcDateTime),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DateOnly Resolve(string value, BillingPeriod period, DateTimeOffset asOf) => Rules[value](period, asOf);
}
