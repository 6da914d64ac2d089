using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Turns instants into days of the company's time zone; UTC where it has none.</summary>
internal sealed class CompanyCalendar(TimeZoneInfo timeZone)
{
    /// <summary>Error <c>fact.invalid</c> for a time zone nobody knows.</summary>
    public static CompanyCalendar Of(InputDocument input)
    {
        if (input.Company.TextOrNull("CompanyPack", "time_zone") is not { } name)
            return new CompanyCalendar(TimeZoneInfo.Utc);
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? new CompanyCalendar(zone)
            : throw new BillingException(
                ErrorCodes.FactInvalid,
                $"There is no time zone '{name}'.",
                "Give the company an IANA time zone such as America/New_York.",
                "CompanyPack.time_zone");
    }

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, timeZone).DateTime);
}
