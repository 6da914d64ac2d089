using Billing.Planner.Facts;

namespace Billing.Planner.Tests.Facts;

[TestFixture]
internal sealed class FactSourcesTests
{
    [Test]
    public void A_source_is_named_never_its_schema()
    {
        var sources = new FactSources(" psa = psa_views , archive=old ");

        sources.SchemaOf("facts").ShouldBe("facts");
        sources.SchemaOf("psa").ShouldBe("psa_views");
        Should.Throw<BillingException>(() => sources.SchemaOf("psa_views")).Error.Code.ShouldBe("fact.source_unknown");
    }

    [TestCase("psa")]
    [TestCase("=psa")]
    [TestCase("facts=psa")]
    [TestCase("psa=a,psa=b")]
    [TestCase("psa=PSA views")]
    [TestCase("psa=a\";drop schema facts")]
    public void A_setting_that_is_not_a_list_of_names_and_schemas_is_refused(string setting) =>
        Should.Throw<BillingException>(() => new FactSources(setting)).Error.ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("setting.invalid"), error => error.Subject.ShouldBe("BILLING_FACT_SOURCES"));
}
