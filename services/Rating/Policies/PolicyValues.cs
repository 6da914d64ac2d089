using Billing.Contracts;

namespace Billing.Rating;

/// <summary>Picks the function of a policy's value by name.</summary>
internal static class PolicyValues
{
    /// <summary>Error <c>policy.unknown</c> for a value these rules have no function for.</summary>
    public static T Pick<T>(IReadOnlyDictionary<string, T> values, string policy, string standard, IReadOnlyDictionary<string, string> policies)
    {
        var value = policies.GetValueOrDefault(policy, standard);
        return values.TryGetValue(value, out var function)
            ? function
            : throw new BillingException(ErrorCodes.PolicyUnknown, $"Policy {policy} has no value '{value}'.", $"Choose one of {string.Join(", ", values.Keys)}.", policy);
    }
}
