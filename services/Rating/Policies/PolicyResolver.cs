using Billing.Contracts;

namespace Billing.Rating;

/// <summary>
/// Policies in force: system &lt; profile &lt; tenant &lt; program &lt; binding. A name or value that the catalog does not list is <c>policy.unknown</c>,
/// a profile it does not list is <c>policy.profile_unknown</c>: a misspelt policy never silently keeps its default.
/// </summary>
public sealed class PolicyResolver(PolicyCatalog catalog)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Every policy of the catalog with its value, by name.</summary>
    /// <param name="profile">Null for <c>standard</c>.</param>
    public IReadOnlyDictionary<string, string> Resolve(
        string? profile,
        IReadOnlyDictionary<string, string>? tenant,
        IReadOnlyDictionary<string, string>? program)
    {
        var resolved = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var policy in catalog.Policies)
            resolved[policy.Name] = policy.Default;
        Apply(resolved, ProfilePolicies(profile), $"profile {profile}");
        Apply(resolved, tenant ?? None, "the tenant's policies");
        Apply(resolved, program ?? None, "the program");
        return resolved;
    }

    /// <summary>The policies of the scopes a binding serves.</summary>
    public IReadOnlyDictionary<string, string> WithBinding(IReadOnlyDictionary<string, string> resolved, string bindingId, IReadOnlyDictionary<string, string> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        if (policies.Count == 0)
            return resolved;
        var own = new SortedDictionary<string, string>(resolved.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        Apply(own, policies, $"binding {bindingId}");
        return own;
    }

    /// <summary>Refuses what the catalog does not list.</summary>
    /// <param name="from">Who set them, for the message.</param>
    public void Check(IReadOnlyDictionary<string, string> policies, string from)
    {
        ArgumentNullException.ThrowIfNull(policies);
        foreach (var (name, value) in policies.OrderBy(policy => policy.Key, StringComparer.Ordinal))
        {
            var policy = catalog.Policies.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.Ordinal))
                ?? throw new BillingException(
                    ErrorCodes.PolicyUnknown,
                    $"There is no policy '{name}', which {from} sets.",
                    "Choose one of " + string.Join(", ", catalog.Policies.Select(known => known.Name)) + ".",
                    name);
            if (!policy.Values.Any(known => string.Equals(known.Value, value, StringComparison.Ordinal)))
            {
                throw new BillingException(
                    ErrorCodes.PolicyUnknown,
                    $"Policy {name} has no value '{value}', which {from} sets.",
                    "Choose one of " + string.Join(", ", policy.Values.Select(known => known.Value)) + ".",
                    name);
            }
        }
    }

    private void Apply(SortedDictionary<string, string> resolved, IReadOnlyDictionary<string, string> policies, string from)
    {
        Check(policies, from);
        foreach (var (name, value) in policies)
            resolved[name] = value;
    }

    private IReadOnlyDictionary<string, string> ProfilePolicies(string? profile)
    {
        if (profile is null)
            return None;
        var found = catalog.Profiles.FirstOrDefault(known => string.Equals(known.Name, profile, StringComparison.Ordinal));
        return found?.Policies ?? throw new BillingException(
            ErrorCodes.ProfileUnknown,
            $"There is no policy profile '{profile}'.",
            "Choose one of " + string.Join(", ", catalog.Profiles.Select(known => known.Name)) + ".",
            profile);
    }
}
