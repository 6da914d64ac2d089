using Billing.Contracts;

namespace Billing.Rating;

/// <summary>The days of which events are read for a period: the period and one cycle on either side, a superset under every policy and time zone.</summary>
public static class EventWindow
{
    public static DateRange Of(BillingPeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return new DateRange(BillingCycles.Add(period.Start, period.BillingCycle, -1), BillingCycles.Add(period.End, period.BillingCycle, 1));
    }
}
