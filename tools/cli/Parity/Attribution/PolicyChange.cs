using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Parity.Attribution;

/// <summary>A policy whose value two profiles disagree on.</summary>
/// <param name="AppliesTo">Whose rules it is: <c>rating</c>, <c>tax</c>, <c>invoice</c>, or the id of a module.</param>
/// <param name="Quirks">What of the legacy engine's behaviour <paramref name="To"/> reproduces.</param>
public sealed record PolicyChange(string Name, string From, string To, string AppliesTo, IReadOnlyList<string> Quirks)
{
    /// <summary>All on which two profiles disagree, by name.</summary>
    /// <exception cref="BillingException"><c>policy.profile_unknown</c>.</exception>
    public static IReadOnlyList<PolicyChange> Between(string fromProfile, string toProfile, PolicyCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var resolver = new PolicyResolver(catalog);
        var from = resolver.Resolve(fromProfile, tenant: null, program: null);
        var to = resolver.Resolve(toProfile, tenant: null, program: null);
        return [.. catalog.Policies
            .Where(policy => from[policy.Name] != to[policy.Name])
            .OrderBy(policy => policy.Name, StringComparer.Ordinal)
            .Select(policy => new PolicyChange(policy.Name, from[policy.Name], to[policy.Name], policy.AppliesTo, QuirksOf(policy, to[policy.Name])))];
    }

    public static IReadOnlyDictionary<string, string> Values(IEnumerable<PolicyChange> changes) => changes.ToDictionary(change => change.Name, change => change.To, StringComparer.Ordinal);

    private static IReadOnlyList<string> QuirksOf(Policy policy, string value) => policy.Values.Single(known => known.Value == value).Quirks;

    /// <summary>Whether it can make a difference where these modules ran: a policy of a module that did not cannot.</summary>
    public bool Concerns(IReadOnlySet<string> modules) => !AppliesTo.StartsWith("mod.", StringComparison.Ordinal) || modules.Contains(AppliesTo);
}
