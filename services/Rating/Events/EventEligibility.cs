using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Which of a company's events may be billed in its period: not billed before, dated inside the period, and, for time entries, approved billable work on a ticket or a
/// project task for some service. An event belongs to the day on which it begins.
/// </summary>
internal sealed class EventEligibility
{
    private readonly TimeZoneInfo _timeZone;
    private readonly BillingPeriod _period;
    private readonly HashSet<(string Pack, string EventId)> _billed = [];

    /// <summary>Error <c>fact.invalid</c> for a time zone nobody knows.</summary>
    public EventEligibility(InputDocument input)
    {
        _period = input.Period;
        _timeZone = Zone(input.Company.TextOrNull("CompanyPack", "time_zone"));
        foreach (var row in input.FindFacts("BilledEventsPack") ?? [])
        {
            if (string.Equals(row.Text("BilledEventsPack", "part"), "whole", StringComparison.Ordinal))
                _billed.Add((row.Text("BilledEventsPack", "pack"), row.Text("BilledEventsPack", "event_id")));
        }
    }

    /// <summary>The eligible ones, in the given order. Error <c>fact.invalid</c> for an event that occurs twice: it would be billed twice.</summary>
    public IEnumerable<CompanyEvent> Eligible(FactPack pack, IReadOnlyList<JsonElement> rows)
    {
        var seen = new HashSet<string>(rows.Count, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var id = row.Text(pack.Name, pack.Key[0]);
            if (!seen.Add(id))
                throw new BillingException(ErrorCodes.FactInvalid, $"{pack.Name} has event {id} twice.", "Correct the view: a join may multiply its rows.", id);
            var day = Day(pack, row);
            if (IsInPeriod(day) && !row.Flag(pack.Name, "invoiced") && !_billed.Contains((pack.Name, id)) && IsBillable(pack.Name, row))
                yield return new CompanyEvent(pack.Name, id, day, row.TextOrNull(pack.Name, "plan_id"), row);
        }
    }

    private static TimeZoneInfo Zone(string? name)
    {
        if (name is null)
            return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new BillingException(
                ErrorCodes.FactInvalid,
                $"There is no time zone '{name}'.",
                "Give the company an IANA time zone such as America/New_York.",
                "CompanyPack.time_zone");
    }

    private static bool IsBillable(string pack, JsonElement row) => !string.Equals(pack, "TimeEntriesPack", StringComparison.Ordinal)
        || (row.TextOrNull(pack, "approval_status") is "APPROVED"
            && row.TextOrNull(pack, "work_item_type") is "ticket" or "project_task"
            && row.Flag(pack, "billable")
            && row.TextOrNull(pack, "service_id") is not null);

    private bool IsInPeriod(DateOnly? day) => day is null || (day >= _period.Start && day < _period.End);

    private DateOnly? Day(FactPack pack, JsonElement row)
    {
        if (pack.DateField is not { } field)
            return null;
        var type = pack.Fields.First(known => string.Equals(known.Name, field, StringComparison.Ordinal)).Type;
        return type == FactType.Date
            ? row.Date(pack.Name, field)
            : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.Instant(pack.Name, field), _timeZone).DateTime);
    }
}
