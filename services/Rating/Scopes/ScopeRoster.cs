namespace Billing.Rating;

/// <summary>
/// The scopes of a company: one per assignment that is billed, and one more for each other module that has something to rate under an assignment: events that were given
/// to it there, or services with a fee of their own in a plan of another kind.
/// </summary>
/// <param name="own">By assignment id, one each.</param>
internal sealed class ScopeRoster(PreparedPipeline pipeline, IReadOnlyList<Scope> own)
{
    private const string Configs = "PlanServiceConfigPack";
    private const string Fixed = "fixed";

    private readonly Dictionary<(string AssignmentId, string ModuleId), Scope> _visiting = [];
    private readonly HashSet<Scope> _withFees = new(ReferenceEqualityComparer.Instance);

    /// <summary>The module of fixed plans visits plans of other kinds that have services configured as fixed.</summary>
    public void VisitFixedServices(InputDocument input)
    {
        if (own.All(IsFixed))
            return;
        var plans = new HashSet<string>(StringComparer.Ordinal);
        foreach (var config in input.FindFacts(Configs) ?? [])
        {
            if (string.Equals(config.TextOrNull(Configs, "configuration_type"), Fixed, StringComparison.Ordinal))
                plans.Add(config.Text(Configs, "plan_id"));
        }

        foreach (var scope in own)
        {
            if (!IsFixed(scope) && plans.Contains(scope.PlanId) && Under(scope, Fixed) is { } visiting)
                _withFees.Add(visiting);
        }
    }

    /// <summary>The scope in which the module bound to another plan type rates under an assignment; null when none is bound, and when the assignment's own is the same module, in whatever version.</summary>
    public Scope? Under(Scope scope, string planType)
    {
        if (pipeline.ProducerOfPlanType(planType) is not { } producer || string.Equals(producer.Ref.ModuleId, scope.Producer.Ref.ModuleId, StringComparison.Ordinal))
            return null;
        if (!_visiting.TryGetValue((scope.AssignmentId, producer.Ref.ModuleId), out var visiting))
            _visiting[(scope.AssignmentId, producer.Ref.ModuleId)] = visiting = scope.For(producer);
        return visiting;
    }

    /// <summary>By assignment id, its own module first; a visiting module only where it has something to rate.</summary>
    public IReadOnlyList<Scope> All()
    {
        if (_visiting.Count == 0)
            return own;
        var visiting = _visiting.Values.Where(scope => scope.Events.Count > 0 || _withFees.Contains(scope)).ToLookup(scope => scope.AssignmentId, StringComparer.Ordinal);
        return [.. own.SelectMany(scope => visiting[scope.AssignmentId].OrderBy(other => other.Producer.Ref.ModuleId, StringComparer.Ordinal).Prepend(scope))];
    }

    private static bool IsFixed(Scope scope) => string.Equals(scope.PlanType, Fixed, StringComparison.Ordinal);
}
