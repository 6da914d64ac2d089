using System.Text.Json;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class The_policy_catalog
{
    private static readonly PolicyCatalog Catalog =
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(SchemaSet.Root, "policies.json")), BillingJson.Default.PolicyCatalog)!;

    private static IEnumerable<TestCaseData> Policies() => Catalog.Policies.Select(policy => new TestCaseData(policy).SetArgDisplayNames(policy.Name));

    private static IEnumerable<TestCaseData> Profiles() => Catalog.Profiles.Select(profile => new TestCaseData(profile).SetArgDisplayNames(profile.Name));

    [TestCaseSource(nameof(Policies))]
    public void A_default_is_one_of_the_values_and_each_value_is_described(Policy policy)
    {
        policy.Values.Select(value => value.Value).ShouldBeUnique();
        policy.Values.ShouldContain(value => value.Value == policy.Default);
        policy.Values.ShouldAllBe(value => value.Description.EndsWith('.'));
    }

    [TestCaseSource(nameof(Profiles))]
    public void A_profile_sets_values_that_exist(PolicyProfile profile)
    {
        foreach (var (name, value) in profile.Policies)
            Catalog.Policies.Single(policy => policy.Name == name).Values.ShouldContain(candidate => candidate.Value == value, $"{name}={value}");
    }

    [Test]
    public void Names_are_unique()
    {
        Catalog.Policies.Select(policy => policy.Name).ShouldBeUnique();
        Catalog.Profiles.Select(profile => profile.Name).ShouldBeUnique();
    }

    [Test]
    public void The_standard_profile_is_the_defaults() => Catalog.Profiles.Single(profile => profile.Name == "standard").Policies.ShouldBeEmpty();

    [Test]
    public void The_legacy_profile_reproduces_a_quirk_with_every_value_it_sets()
    {
        foreach (var (name, value) in Catalog.Profiles.Single(profile => profile.Name == "legacy").Policies)
            Catalog.Policies.Single(policy => policy.Name == name).Values.Single(candidate => candidate.Value == value).Quirks.ShouldNotBeEmpty($"{name}={value}");
    }

    [TestCase("tax_aggregation", "region")]
    [TestCase("tax_rounding", "up")]
    [TestCase("tax_remainder", "smallest_line_last")]
    [TestCase("tax_base", "before_discounts")]
    [TestCase("tax_date", "period_end")]
    [TestCase("event_routing", "single")]
    [TestCase("assignment_window", "half_open")]
    public void Defaults_are_those_of_a_correct_engine(string policy, string value) =>
        Catalog.Policies.Single(candidate => candidate.Name == policy).Default.ShouldBe(value);
}
