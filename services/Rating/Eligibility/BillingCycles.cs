using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Lengths of billing cycles: weekly, bi-weekly, monthly, quarterly, semi-annually, annually.</summary>
public static class BillingCycles
{
    /// <summary>
    /// The date that many cycles later (or earlier). Months keep the day of the month where it exists and take the month's last day where it does not, always counted from
    /// <paramref name="date"/>: 31 January, 28 February, 31 March. Error <c>fact.invalid</c> for an unknown cycle.
    /// </summary>
    public static DateOnly Add(DateOnly date, string billingCycle, int cycles) => billingCycle switch
    {
        "weekly" => date.AddDays(7 * cycles),
        "bi-weekly" => date.AddDays(14 * cycles),
        _ => date.AddMonths(Months(billingCycle) * cycles),
    };

    /// <summary>True when a multiple of the cycle, counted from <paramref name="anchor"/> and not before number <paramref name="first"/>, falls on a day of the range.</summary>
    public static bool HasAnniversary(DateOnly anchor, string billingCycle, int first, DateRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        if (range.End <= anchor)
            return false;
        var days = billingCycle switch { "weekly" => 7, "bi-weekly" => 14, _ => 0 };
        var elapsed = days > 0
            ? (range.Start.DayNumber - anchor.DayNumber) / days
            : (((range.Start.Year - anchor.Year) * 12) + range.Start.Month - anchor.Month) / Months(billingCycle);
        for (var number = Math.Max(first, elapsed - 1); ; number++)
        {
            var anniversary = Add(anchor, billingCycle, number);
            if (anniversary >= range.End)
                return false;
            if (anniversary >= range.Start)
                return true;
        }
    }

    private static int Months(string billingCycle) => billingCycle switch
    {
        "monthly" => 1,
        "quarterly" => 3,
        "semi-annually" => 6,
        "annually" => 12,
        _ => throw new BillingException(
            ErrorCodes.FactInvalid,
            $"'{billingCycle}' is not a billing cycle.",
            "Use weekly, bi-weekly, monthly, quarterly, semi-annually or annually.",
            billingCycle),
    };
}
