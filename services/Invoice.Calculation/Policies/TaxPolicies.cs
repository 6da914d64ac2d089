using System.Collections.Frozen;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Invoice.Calculation;

/// <summary>The policies of tax and invoices in force, each one function picked by name.</summary>
public sealed record TaxPolicies
{
    public static TaxPolicies Standard { get; } = new();

    public TaxAggregation.Rule Aggregation { get; private init; } = TaxAggregation.OverRegion;

    public TaxBase.Rule Base { get; private init; } = TaxBase.BeforeDiscounts;

    public ConsolidatedRegion.Rule ConsolidatedRegion { get; private init; } = Calculation.ConsolidatedRegion.EachCharge;

    public ConsolidatedTaxability.Rule ConsolidatedTaxability { get; private init; } = Calculation.ConsolidatedTaxability.EachCharge;

    public TaxMissingRate.Rule MissingRate { get; private init; } = TaxMissingRate.Fail;

    public TaxMissingRegion.Rule MissingRegion { get; private init; } = TaxMissingRegion.ManualUntaxed;

    public InvoicePrerequisites.Rule Prerequisites { get; private init; } = InvoicePrerequisites.None;

    public TaxRateCheck.Rule RateCheck { get; private init; } = TaxRateCheck.TaxDateOnly;

    public TaxRateParts.Rule RateParts { get; private init; } = TaxRateParts.Applied;

    public TaxRemainder.Rule Remainder { get; private init; } = TaxRemainder.SmallestLineLast;

    public TaxReverseCharge.Rule ReverseCharge { get; private init; } = TaxReverseCharge.Honoured;

    public TaxRounding.Rule Rounding { get; private init; } = TaxRounding.Up;

    /// <summary>Picks the named values; a policy that is not named keeps its default.</summary>
    /// <exception cref="BillingException"><c>policy.unknown</c>: a value that does not exist.</exception>
    public static TaxPolicies Of(IReadOnlyDictionary<string, string> policies) => new()
    {
        Aggregation = Pick(policies, "tax_aggregation", TaxAggregation.Values, Standard.Aggregation),
        Base = Pick(policies, "tax_base", TaxBase.Values, Standard.Base),
        ConsolidatedRegion = Pick(policies, "tax_consolidated_region", Calculation.ConsolidatedRegion.Values, Standard.ConsolidatedRegion),
        ConsolidatedTaxability = Pick(policies, "tax_consolidated_taxability", Calculation.ConsolidatedTaxability.Values, Standard.ConsolidatedTaxability),
        MissingRate = Pick(policies, "tax_missing_rate", TaxMissingRate.Values, Standard.MissingRate),
        MissingRegion = Pick(policies, "tax_missing_region", TaxMissingRegion.Values, Standard.MissingRegion),
        Prerequisites = Pick(policies, "invoice_prerequisites", InvoicePrerequisites.Values, Standard.Prerequisites),
        RateCheck = Pick(policies, "tax_rate_check", TaxRateCheck.Values, Standard.RateCheck),
        RateParts = Pick(policies, "tax_rate_parts", TaxRateParts.Values, Standard.RateParts),
        Remainder = Pick(policies, "tax_remainder", TaxRemainder.Values, Standard.Remainder),
        ReverseCharge = Pick(policies, "tax_reverse_charge", TaxReverseCharge.Values, Standard.ReverseCharge),
        Rounding = Pick(policies, "tax_rounding", TaxRounding.Values, Standard.Rounding),
    };

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
