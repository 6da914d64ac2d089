using System.Globalization;
using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What must hold of a period before anything is rated in it.</summary>
internal static class PeriodRules
{
    private const string Cycles = "BillingCyclesPack";

    /// <summary>Errors: <c>period.invalid</c>, <c>cycle.spans_change</c>.</summary>
    public static void Check(InputDocument input)
    {
        var period = input.Period;
        if (period.End <= period.Start)
        {
            throw new BillingException(
                ErrorCodes.PeriodInvalid,
                $"Period {Days(period)} of company {input.CompanyLabel} ends before it starts.",
                "Correct the cycle in the fact source and bill it again.",
                period.BillingCycleId);
        }

        if (input.Request == RequestKind.Manual)
            return; // nothing in it depends on a cycle
        foreach (var cycle in input.Facts(Cycles))
        {
            var change = cycle.Date(Cycles, "effective_date");
            if (change > period.Start && change < period.End)
            {
                throw new BillingException(
                    ErrorCodes.CycleSpansChange,
                    $"The billing cycle of company {input.CompanyLabel} changes on {Day(change)}, inside the period {Days(period)}.",
                    "End the cycle in the fact source where the new one begins, and bill it again.",
                    period.BillingCycleId);
            }
        }
    }

    /// <summary>How the source wrote the end of the billed cycle; null when the cycle has no row.</summary>
    public static string? EndConvention(InputDocument input)
    {
        foreach (var cycle in input.Facts(Cycles))
        {
            if (string.Equals(cycle.Text(Cycles, "billing_cycle_id"), input.Period.BillingCycleId, StringComparison.Ordinal))
                return cycle.TextOrNull(Cycles, "end_convention");
        }

        return null;
    }

    /// <summary>As people say it: <c>2025-01-01:2025-01-31</c>, both days included.</summary>
    public static string Days(BillingPeriod period) => $"{Day(period.Start)}:{Day(period.End.AddDays(-1))}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
