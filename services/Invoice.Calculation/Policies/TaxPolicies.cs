using System.Collections.Frozen;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>The tax policies in force, each one function picked by name.</summary>
public sealed record TaxPolicies(TaxAggregation.Rule Aggregation, TaxRounding.Rule Rounding, TaxRemainder.Rule Remainder, TaxBase.Rule Base)
{
    public static TaxPolicies Standard { get; } = new(TaxAggregation.OverRegion, TaxRounding.Up, TaxRemainder.SmallestLineLast, TaxBase.BeforeDiscounts);

    /// <summary>Picks the named values; a policy that is not named keeps its default.</summary>
    /// <exception cref="BillingException"><c>policy.unknown</c>: a value that does not exist.</exception>
    public static TaxPolicies Of(IReadOnlyDictionary<string, string> policies) => new(
        Pick(policies, "tax_aggregation", TaxAggregation.Values, Standard.Aggregation),
        Pick(policies, "tax_rounding", TaxRounding.Values, Standard.Rounding),
        Pick(policies, "tax_remainder", TaxRemainder.Values, Standard.Remainder),
        Pick(policies, "tax_base", TaxBase.Values, Standard.Base));

    private static T Pick<T>(IReadOnlyDictionary<string, string> policies, string name, FrozenDictionary<string, T> values, T standard)
    {
        if (!policies.TryGetValue(name, out var value))
            return standard;
        return values.TryGetValue(value, out var rule)
            ? rule
            : throw new BillingException(
                ErrorCodes.PolicyUnknown,
                $"Policy {name} has no value '{value}'.",
                $"Take one of: {string.Join(", ", values.Keys.Order(StringComparer.Ordinal))}.",
                name);
    }
}
