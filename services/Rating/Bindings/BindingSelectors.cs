using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Kinds of <see cref="BindingSelector"/>, from the most to the least specific, and the rule that two bindings must not tie.</summary>
public static class BindingSelectors
{
    public const string PlanId = "plan_id";
    public const string BundleId = "bundle_id";
    public const string PlanType = "plan_type";
    public const string Tenant = "tenant";

    /// <summary>Error <c>program.invalid</c>: an unknown kind, or a value where there must be none or none where there must be one.</summary>
    public static void Check(string bindingId, BindingSelector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        var isWellFormed = selector.Kind switch
        {
            Tenant => selector.Value is null,
            PlanId or BundleId or PlanType => !string.IsNullOrEmpty(selector.Value),
            _ => throw new BillingException(
                ErrorCodes.ProgramInvalid, $"Binding {bindingId} selects by '{selector.Kind}'.", "Select by plan_id, bundle_id, plan_type or tenant.", bindingId),
        };
        if (!isWellFormed)
        {
            throw new BillingException(
                ErrorCodes.ProgramInvalid,
                $"Binding {bindingId} selects by {selector.Kind} with value '{selector.Value}'.",
                selector.Kind is Tenant ? "Leave the value out: the selector 'tenant' has none." : $"Give the {selector.Kind} it is for.",
                bindingId);
        }
    }

    /// <summary>
    /// Refuses a binding that would tie with one in force: the same selector and priority under another id. Error <c>binding.ambiguous</c>.
    /// </summary>
    public static void CheckTie(Binding candidate, IEnumerable<Binding> inForce)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        Check(candidate.BindingId, candidate.Selector);
        var tied = inForce.FirstOrDefault(other =>
            !string.Equals(other.BindingId, candidate.BindingId, StringComparison.Ordinal)
            && other.Selector == candidate.Selector
            && other.Priority == candidate.Priority);
        if (tied is not null)
        {
            throw new BillingException(
                ErrorCodes.BindingAmbiguous,
                $"Binding {candidate.BindingId} selects the same {candidate.Selector.Kind} {candidate.Selector.Value} "
                + $"with the same priority as binding {tied.BindingId}.",
                "Give it another priority, or change that binding.",
                candidate.BindingId);
        }
    }
}
