using Billing.Invoice.Calculation;
using Billing.Rating;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class Tax_policies
{
    private static readonly Dictionary<string, IEnumerable<string>> Implemented = new(StringComparer.Ordinal)
    {
        ["invoice_prerequisites"] = InvoicePrerequisites.Values.Keys,
        ["tax_aggregation"] = TaxAggregation.Values.Keys,
        ["tax_base"] = TaxBase.Values.Keys,
        ["tax_consolidated_region"] = ConsolidatedRegion.Values.Keys,
        ["tax_consolidated_taxability"] = ConsolidatedTaxability.Values.Keys,
        ["tax_date"] = TaxDates.Values.Keys,
        ["tax_missing_rate"] = TaxMissingRate.Values.Keys,
        ["tax_missing_region"] = TaxMissingRegion.Values.Keys,
        ["tax_rate_check"] = TaxRateCheck.Values.Keys,
        ["tax_rate_parts"] = TaxRateParts.Values.Keys,
        ["tax_remainder"] = TaxRemainder.Values.Keys,
        ["tax_reverse_charge"] = TaxReverseCharge.Values.Keys,
        ["tax_rounding"] = TaxRounding.Values.Keys,
    };

    private static IEnumerable<Policy> Described => Catalogs.Policies.Policies.Where(policy => policy.AppliesTo is "tax" or "invoice");

    [Test]
    public void Are_all_in_the_catalog() => Described.Select(policy => policy.Name).ShouldBe(Implemented.Keys, ignoreOrder: true);

    private static IEnumerable<TestCaseData> Cases() => Described.Select(policy => new TestCaseData(policy).SetArgDisplayNames(policy.Name));

    [TestCaseSource(nameof(Cases))]
    public void Have_the_values_that_the_catalog_describes(Policy policy) =>
        policy.Values.Select(value => value.Value).ShouldBe(Implemented[policy.Name], ignoreOrder: true);
}
