using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Which of a company's events may be billed in its period: not billed before, dated inside the period, and, for time entries, approved billable work on a ticket or a
/// project task for some service. What counts as inside and as billable are policies.
/// </summary>
internal sealed class EventEligibility
{
    private readonly EventPolicies _policies;
    private readonly CompanyCalendar _calendar;
    private readonly BillingPeriod _period;
    private readonly string? _endConvention;
    private readonly HashSet<(string Pack, string EventId)> _billed = [];

    /// <summary>Error <c>fact.invalid</c> for a time zone nobody knows.</summary>
    public EventEligibility(InputDocument input, EventPolicies policies)
    {
        _policies = policies;
        _calendar = CompanyCalendar.Of(input);
        _period = input.Period;
        _endConvention = PeriodRules.EndConvention(input);
        foreach (var row in input.FindFacts("BilledEventsPack") ?? [])
        {
            if (string.Equals(row.Text("BilledEventsPack", "part"), "whole", StringComparison.Ordinal))
                _billed.Add((row.Text("BilledEventsPack", "pack"), row.Text("BilledEventsPack", "event_id")));
        }
    }

    /// <summary>Those of the period, in the given order. Error <c>fact.invalid</c> for an event that occurs twice: it would be billed twice.</summary>
    public IEnumerable<CompanyEvent> OfPeriod(FactPack pack, IReadOnlyList<JsonElement> rows)
    {
        var seen = new HashSet<string>(rows.Count, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var id = row.Text(pack.Name, pack.Key[0]);
            if (!seen.Add(id))
                throw new BillingException(ErrorCodes.FactInvalid, $"{pack.Name} has event {id} twice.", "Correct the view: a join may multiply its rows.", id);
            var days = EventDays.Of(pack, row, _calendar);
            if (IsInPeriod(days) && !row.Flag(pack.Name, "invoiced") && !_billed.Contains((pack.Name, id)))
                yield return new CompanyEvent(pack.Name, id, days?.First, row.TextOrNull(pack.Name, "plan_id"), IsBillable(pack.Name, row), row);
        }
    }

    private bool IsInPeriod(EventDays? days) =>
        days is not { } known || (_policies.Straddling(known, _period) && _policies.LastDay(known, _period, _endConvention));

    private bool IsBillable(string pack, JsonElement row) => !string.Equals(pack, TimeEntries.Pack, StringComparison.Ordinal)
        || (row.TextOrNull(pack, "approval_status") is "APPROVED"
            && row.TextOrNull(pack, "work_item_type") is "ticket" or "project_task"
            && row.TextOrNull(pack, "service_id") is not null
            && _policies.TimeNonbillable(row));
}
