using Billing.Contracts;

namespace Billing.Rating;

/// <summary>What a binding is chosen by: one plan assignment.</summary>
/// <param name="BundleId">Null for an assignment outside any bundle.</param>
/// <param name="PlanName">For messages; null where it is not known.</param>
public sealed record BindingTarget(string AssignmentId, string PlanId, string PlanType, string? BundleId, string? PlanName = null)
{
    /// <summary>A plan as messages name it: by name and id, or by its id alone.</summary>
    internal static string Label(string planId, string? name) => string.IsNullOrEmpty(name) ? planId : $"{name}, {planId}";
}

/// <summary>
/// Finds the binding of a scope: the most specific selector wins (plan_id, bundle_id, plan_type, tenant), then the highest priority.
/// Errors: <c>binding.none</c> naming the scope, <c>binding.ambiguous</c> naming the bindings that tie, <c>program.invalid</c> for a selector nobody knows.
/// </summary>
public sealed class BindingIndex
{
    private static readonly string[] Kinds = [BindingSelectors.PlanId, BindingSelectors.BundleId, BindingSelectors.PlanType, BindingSelectors.Tenant];

    private readonly Dictionary<(string Kind, string Value), List<PinnedBinding>> _best = [];

    public BindingIndex(IEnumerable<PinnedBinding> bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        foreach (var binding in bindings.OrderBy(binding => binding.BindingId, StringComparer.Ordinal))
        {
            BindingSelectors.Check(binding.BindingId, binding.Selector);
            var key = (binding.Selector.Kind, binding.Selector.Value ?? "");
            if (!_best.TryGetValue(key, out var best))
                _best[key] = best = [];
            if (best.Count > 0 && best[0].Priority < binding.Priority)
                best.Clear();
            if (best.Count == 0 || best[0].Priority == binding.Priority)
                best.Add(binding);
        }
    }

    public PinnedBinding Resolve(BindingTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var kind in Kinds)
        {
            var value = kind switch
            {
                BindingSelectors.PlanId => target.PlanId,
                BindingSelectors.BundleId => target.BundleId,
                BindingSelectors.PlanType => target.PlanType,
                _ => "",
            };
            if (value is null || !_best.TryGetValue((kind, value), out var best))
                continue;
            return best.Count == 1 ? best[0] : throw Ambiguous(target, best);
        }

        throw new BillingException(
            ErrorCodes.BindingNone,
            $"No module is bound to assignment {target.AssignmentId} (plan {BindingTarget.Label(target.PlanId, target.PlanName)}; plan type {target.PlanType}).",
            $"Bind a module to the plan, to plan type {target.PlanType}, or to the tenant (PUT /api/tenants/TENANT/bindings/ID), and bill the company again.",
            target.AssignmentId);
    }

    /// <summary>The binding whose selector is the plan type, whatever more specific ones there are; null for none, and where two tie.</summary>
    public PinnedBinding? FindForPlanType(string planType) =>
        _best.TryGetValue((BindingSelectors.PlanType, planType), out var best) && best is [{ } only] ? only : null;

    private static BillingException Ambiguous(BindingTarget target, List<PinnedBinding> best) => new(
        ErrorCodes.BindingAmbiguous,
        $"Bindings {string.Join(" and ", best.Select(binding => binding.BindingId))} serve assignment {target.AssignmentId} "
        + $"(plan {BindingTarget.Label(target.PlanId, target.PlanName)}; plan type {target.PlanType}) with the same priority.",
        "Give one of them a higher priority, or remove one.",
        target.AssignmentId);
}
