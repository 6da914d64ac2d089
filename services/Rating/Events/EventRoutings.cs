namespace Billing.Rating;

/// <summary>How an event finds its scopes.</summary>
/// <param name="Takers">The scopes that may get events of a pack.</param>
/// <param name="Choose">Those of them that one event goes to.</param>
internal sealed record EventRouting(EventTakers Takers, EventChoice Choose);

/// <param name="own">The company's scopes, each served by the module bound to its plan.</param>
/// <param name="roster">Gives the scopes in which the module of another plan type rates under an assignment.</param>
internal delegate IReadOnlyList<Scope> EventTakers(string pack, IReadOnlyList<Scope> own, ScopeRoster roster);

/// <summary>None, and why, when the event cannot be given to any.</summary>
/// <param name="scopes">Takers whose modules' own filters admit the event.</param>
/// <param name="problem">Half a sentence for the warning <c>event.unrouted</c>.</param>
internal delegate IReadOnlyList<Scope> EventChoice(CompanyEvent companyEvent, IReadOnlyList<Scope> scopes, EventPolicies policies, out string? problem);

/// <summary>Values of policy <c>event_routing</c>.</summary>
internal static class EventRoutings
{
    private static readonly Dictionary<string, EventRouting> Values = new(StringComparer.Ordinal)
    {
        ["single"] = new EventRouting(BoundToTheirPlans, Single),
        ["copy_to_every_plan"] = new EventRouting(UnderEveryPlan, CopyToEveryPlan),
    };

    /// <summary>Kind of plan that rates a pack's events, also where they are copied to plans of other kinds.</summary>
    private static readonly Dictionary<string, string> HomePlanTypes = new(StringComparer.Ordinal)
    {
        [TimeEntries.Pack] = "hourly",
        ["UsageRecordsPack"] = "usage",
    };

    public static EventRouting Named(IReadOnlyDictionary<string, string> policies) => PolicyValues.Pick(Values, "event_routing", "single", policies);

    private static List<Scope> BoundToTheirPlans(string pack, IReadOnlyList<Scope> own, ScopeRoster roster) => [.. own.Where(scope => scope.Producer.Takes(pack))];

    private static List<Scope> UnderEveryPlan(string pack, IReadOnlyList<Scope> own, ScopeRoster roster)
    {
        var takers = BoundToTheirPlans(pack, own, roster);
        if (HomePlanTypes.TryGetValue(pack, out var home))
        {
            foreach (var scope in own)
            {
                if (!string.Equals(scope.PlanType, home, StringComparison.Ordinal) && roster.Under(scope, home) is { } visiting && visiting.Producer.Takes(pack))
                    takers.Add(visiting);
            }
        }

        return takers;
    }

    private static List<Scope> Single(CompanyEvent companyEvent, IReadOnlyList<Scope> scopes, EventPolicies policies, out string? problem)
    {
        var named = companyEvent.PlanId is { } planId ? policies.PlanMatch(planId, scopes) : scopes;
        var covering = Covering(companyEvent, named, policies);
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

    private static List<Scope> CopyToEveryPlan(CompanyEvent companyEvent, IReadOnlyList<Scope> scopes, EventPolicies policies, out string? problem)
    {
        var named = companyEvent.PlanId is { } planId ? policies.PlanMatch(planId, scopes) : scopes;
        var covering = Covering(companyEvent, named, policies);
        problem = covering.Count > 0 ? null : $"{companyEvent.PlanId ?? "it"} names no plan that takes {companyEvent.Pack} on its day";
        return covering;
    }

    private static List<Scope> Covering(CompanyEvent companyEvent, IReadOnlyList<Scope> scopes, EventPolicies policies) =>
        [.. scopes.Where(scope => companyEvent.Day is not { } day || policies.AssignmentDates(scope, day))];
}
