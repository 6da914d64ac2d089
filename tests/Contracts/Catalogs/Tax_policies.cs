using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class Tax_policies
{
    private static readonly Dictionary<string, IEnumerable<string>> Implemented = new(StringComparer.Ordinal)
    {
        ["tax_aggregation"] = TaxAggregation.Values.Keys,
        ["tax_base"] = TaxBase.Values.Keys,
        ["tax_remainder"] = TaxRemainder.Values.Keys,
        ["tax_rounding"] = TaxRounding.Values.Keys,
    };

    /// <summary>All but <c>tax_date</c>, which the Planner decides before there is anything to tax.</summary>
    private static IEnumerable<Policy> Described => Catalogs.Policies.Policies.Where(policy => policy is { AppliesTo: "tax", Name: not "tax_date" });

    [Test]
    public void Are_all_in_the_catalog() => Described.Select(policy => policy.Name).ShouldBe(Implemented.Keys, ignoreOrder: true);

    private static IEnumerable<TestCaseData> Cases() => Described.Select(policy => new TestCaseData(policy).SetArgDisplayNames(policy.Name));

    [TestCaseSource(nameof(Cases))]
    public void Have_the_values_that_the_catalog_describes(Policy policy) =>
        policy.Values.Select(value => value.Value).ShouldBe(Implemented[policy.Name], ignoreOrder: true);
}
