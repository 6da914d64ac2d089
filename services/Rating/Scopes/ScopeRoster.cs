namespace Billing.Rating;

/// <summary>
/// The scopes of a company: one per assignment that is billed, and one more for each other module that has something to rate under an assignment.
/// </summary>
/// <param name="own">By assignment id, one each.</param>
internal sealed class ScopeRoster(PreparedPipeline pipeline, IReadOnlyList<Scope> own)
{
    private readonly Dictionary<(string AssignmentId, ModuleUse Producer), Scope> _visiting = [];

    /// <summary>The scope in which the module bound to another plan type rates under an assignment; null when none is bound, or when it is the assignment's own.</summary>
    public Scope? Under(Scope scope, string planType)
    {
        if (pipeline.ProducerOfPlanType(planType) is not { } producer || ReferenceEquals(producer, scope.Producer))
            return null;
        if (!_visiting.TryGetValue((scope.AssignmentId, producer), out var visiting))
            _visiting[(scope.AssignmentId, producer)] = visiting = scope.For(producer);
        return visiting;
    }

    /// <summary>By assignment id, its own module first; a visiting module only where it was given events.</summary>
    public IReadOnlyList<Scope> All()
    {
        if (_visiting.Count == 0)
            return own;
        var visiting = _visiting.Values.Where(scope => scope.Events.Count > 0).ToLookup(scope => scope.AssignmentId, StringComparer.Ordinal);
        return [.. own.SelectMany(scope => visiting[scope.AssignmentId].OrderBy(other => other.Producer.Ref.ModuleId, StringComparer.Ordinal).Prepend(scope))];
    }
}
