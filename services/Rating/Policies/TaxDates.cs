using System.Collections.Frozen;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Policy <c>tax_date</c>: the day whose tax rates apply. It is decided when the input is made: tax is computed from the snapshot, which holds the date.
/// </summary>
public static class TaxDates
{
    public const string Policy = "tax_date";

    /// <param name="asOf">The run's <c>as_of</c>.</param>
    public delegate DateOnly Rule(BillingPeriod period, DateTimeOffset asOf);

    public static FrozenDictionary<string, Rule> Values { get; } = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["period_end"] = PeriodEnd,
        ["period_start"] = PeriodStart,
        ["run_date"] = RunDate,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Of what a billing cycle is invoiced. A cycle that carries a date of its own has that one instead.</summary>
    /// <exception cref="BillingException"><c>policy.unknown</c>.</exception>
    public static DateOnly OfCycle(string value, BillingPeriod period, DateTimeOffset asOf) => Values.TryGetValue(value, out var rule)
        ? rule(period, asOf)
        : throw new BillingException(ErrorCodes.PolicyUnknown, $"Policy {Policy} has no value '{value}'.", $"Choose one of {string.Join(", ", Values.Keys.Order(StringComparer.Ordinal))}.", Policy);

    /// <summary>Of a manual invoice, under every policy: the day on which it is made. It bills no period.</summary>
    public static DateOnly OfManualInvoice(DateTimeOffset asOf) => Day(asOf);

    private static DateOnly PeriodEnd(BillingPeriod period, DateTimeOffset asOf) => period.End;

    private static DateOnly PeriodStart(BillingPeriod period, DateTimeOffset asOf) => period.Start;

    private static DateOnly RunDate(BillingPeriod period, DateTimeOffset asOf) => Day(asOf);

    private static DateOnly Day(DateTimeOffset asOf) => DateOnly.FromDateTime(asOf.UtcDateTime);
}
