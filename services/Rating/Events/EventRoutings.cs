namespace Billing.Rating;

/// <summary>The scopes an event goes to; none, and why, when it cannot be given to any.</summary>
/// <param name="scopes">Those whose modules take the pack.</param>
/// <param name="problem">Half a sentence for the warning <c>event.unrouted</c>.</param>
internal delegate List<Scope> EventRouting(CompanyEvent companyEvent, IReadOnlyList<Scope> scopes, out string? problem);

/// <summary>Values of policy <c>event_routing</c>.</summary>
internal static class EventRoutings
{
    private static readonly Dictionary<string, EventRouting> Values = new(StringComparer.Ordinal)
    {
        ["single"] = Single,
        ["copy_to_every_plan"] = CopyToEveryPlan,
    };

    public static EventRouting Named(IReadOnlyDictionary<string, string> policies) => PolicyValues.Pick(Values, "event_routing", "single", policies);

    private static List<Scope> Single(CompanyEvent companyEvent, IReadOnlyList<Scope> scopes, out string? problem)
    {
        var named = companyEvent.PlanId is { } planId ? Named(planId, scopes) : scopes;
        List<Scope> covering = [.. named.Where(scope => companyEvent.Day is not { } day || scope.Covers(day))];
        problem = covering.Count switch
        {
            1 => null,
            0 when companyEvent.PlanId is null => "no assignment of a matching type covers its day",
            0 when named.Count == 0 => $"{companyEvent.PlanId} names no assignment or plan that takes {companyEvent.Pack}",
            0 => $"no assignment that {companyEvent.PlanId} names covers its day",
            _ when companyEvent.PlanId is null => $"it names no plan, and {string.Join(" and ", covering.Select(scope => scope.AssignmentId))} could take it",
            _ => $"{companyEvent.PlanId} names {string.Join(" and ", covering.Select(scope => scope.AssignmentId))}",
        };
        return problem is null ? covering : [];
    }

    private static List<Scope> CopyToEveryPlan(CompanyEvent companyEvent, IReadOnlyList<Scope> scopes, out string? problem)
    {
        List<Scope> matching = companyEvent.PlanId is { } planId
            ? [.. scopes.Where(scope => string.Equals(scope.PlanId, planId, StringComparison.Ordinal))]
            : [.. scopes];
        problem = matching.Count > 0 ? null : $"{companyEvent.PlanId ?? "it"} names no plan that takes {companyEvent.Pack}";
        return matching;
    }

    /// <summary>The assignment of that id, else those of the plan of that id.</summary>
    private static List<Scope> Named(string planId, IReadOnlyList<Scope> scopes)
    {
        var assignment = scopes.Where(scope => string.Equals(scope.AssignmentId, planId, StringComparison.Ordinal)).ToList();
        return assignment.Count > 0 ? assignment : [.. scopes.Where(scope => string.Equals(scope.PlanId, planId, StringComparison.Ordinal))];
    }
}
