using System.Text.Json;
using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Whether an event is billed that may lie on the period's last day.</summary>
/// <param name="days">Of the event.</param>
/// <param name="endConvention">How the cycle's source wrote its end; null when the cycle has no row.</param>
internal delegate bool EventLastDay(EventDays days, BillingPeriod period, string? endConvention);

/// <summary>Whether an event that may cross an end of the period is billed in it.</summary>
internal delegate bool EventStraddling(EventDays days, BillingPeriod period);

/// <summary>Whether an assignment may be billed for an event of that day.</summary>
internal delegate bool EventAssignmentDates(Scope scope, DateOnly day);

/// <summary>The scopes that an event's plan_id names.</summary>
internal delegate IReadOnlyList<Scope> EventPlanMatch(string planId, IReadOnlyList<Scope> scopes);

/// <summary>Whether a time entry is to be billed, as far as it is marked.</summary>
internal delegate bool TimeNonbillable(JsonElement entry);

/// <summary>Whether a scope gets all time of the period, whatever plan it was put under and wherever it stands.</summary>
internal delegate bool BucketEntries(Scope scope);

/// <summary>The policies by which events become billable and reach scopes, each a function picked by its value's name.</summary>
internal sealed record EventPolicies(
    EventLastDay LastDay,
    EventStraddling Straddling,
    EventAssignmentDates AssignmentDates,
    EventPlanMatch PlanMatch,
    EventRouting Routing,
    TimeNonbillable TimeNonbillable,
    BucketEntries BucketEntries)
{
    /// <summary>A module that names this policy may be given more than what is routed to it.</summary>
    public const string BucketEntriesName = "bucket_entries";

    /// <summary>Error <c>policy.unknown</c>.</summary>
    public static EventPolicies Of(IReadOnlyDictionary<string, string> policies) => new(
        PolicyValues.Pick(LastDays, "event_last_day", "billed", policies),
        PolicyValues.Pick(Straddlings, "event_straddling", "by_start", policies),
        PolicyValues.Pick(Dates, "event_assignment_dates", "within", policies),
        PolicyValues.Pick(Matches, "event_plan_match", "assignment_then_plan", policies),
        EventRoutings.Named(policies),
        PolicyValues.Pick(Nonbillables, "time_nonbillable", "excluded", policies),
        PolicyValues.Pick(Buckets, BucketEntriesName, "routed", policies));

    private static readonly Dictionary<string, EventLastDay> LastDays = new(StringComparer.Ordinal)
    {
        ["billed"] = (_, _, _) => true,
        ["dropped"] = EndsBeforeWrittenLastDay,
    };

    private static readonly Dictionary<string, EventStraddling> Straddlings = new(StringComparer.Ordinal)
    {
        ["by_start"] = (days, period) => days.First >= period.Start && days.First < period.End,
        ["dropped"] = (days, period) => days.First >= period.Start && days.Last < period.End,
    };

    private static readonly Dictionary<string, EventAssignmentDates> Dates = new(StringComparer.Ordinal)
    {
        ["within"] = (scope, day) => scope.Covers(day),
        ["ignored"] = (_, _) => true,
    };

    private static readonly Dictionary<string, EventPlanMatch> Matches = new(StringComparer.Ordinal)
    {
        ["assignment_then_plan"] = ByAssignmentThenPlan,
        ["plan"] = ByPlan,
    };

    private static readonly Dictionary<string, TimeNonbillable> Nonbillables = new(StringComparer.Ordinal)
    {
        ["excluded"] = TimeEntries.IsMarkedBillable,
        ["billed"] = _ => true,
    };

    private static readonly Dictionary<string, BucketEntries> Buckets = new(StringComparer.Ordinal)
    {
        ["routed"] = _ => false,
        ["all_of_service"] = scope => scope.Producer.Manifest.Policies.Contains(BucketEntriesName, StringComparer.Ordinal),
    };

    private static bool EndsBeforeWrittenLastDay(EventDays days, BillingPeriod period, string? endConvention) =>
        endConvention?.StartsWith("inclusive-", StringComparison.Ordinal) != true || days.Last < period.End.AddDays(-1);

    private static List<Scope> ByAssignmentThenPlan(string planId, IReadOnlyList<Scope> scopes)
    {
        var assignment = scopes.Where(scope => string.Equals(scope.AssignmentId, planId, StringComparison.Ordinal)).ToList();
        return assignment.Count > 0 ? assignment : ByPlan(planId, scopes);
    }

    private static List<Scope> ByPlan(string planId, IReadOnlyList<Scope> scopes) =>
        [.. scopes.Where(scope => string.Equals(scope.PlanId, planId, StringComparison.Ordinal))];
}
