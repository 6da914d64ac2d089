using System.Text.Json;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class The_fact_catalog
{
    private static readonly FactCatalog Catalog =
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(SchemaSet.Root, "catalog.json")), BillingJson.Default.FactCatalog)!;

    private static IEnumerable<TestCaseData> Packs() => Catalog.Packs.Select(pack => new TestCaseData(pack).SetArgDisplayNames(pack.Name));

    [Test]
    public void Names_every_pack_of_version_1() => Catalog.Packs.Select(pack => pack.Name).ShouldBe(
        [
            "CompanyPack", "BillingCyclesPack", "AssignmentPack", "PlanPack", "CatalogPack", "PlanFixedConfigPack", "PlanServiceConfigPack", "HourlyConfigPack",
            "UserTypeRatesPack", "UsageConfigPack", "RateTiersPack", "BucketConfigPack", "BucketStatePack", "BundlePack", "DiscountPolicyPack", "CapPolicyPack",
            "PromotionPolicyPack", "TaxRatesPack", "CompanyTaxRatesPack", "CalendarPack", "BilledEventsPack", "TimeEntriesPack", "UsageRecordsPack", "ManualItemsPack",
        ],
        ignoreOrder: true);

    [TestCaseSource(nameof(Packs))]
    public void Keys_order_and_dates_are_fields_that_are_never_null(FactPack pack)
    {
        var named = pack.Key.Concat(pack.Order ?? []).Concat(pack.DateField is { } date ? [date] : []);
        foreach (var name in named)
            pack.Fields.ShouldContain(field => field.Name == name && !field.Nullable, name);
        pack.Fields.Select(field => field.Name).ShouldBeUnique();
    }

    [TestCaseSource(nameof(Packs))]
    public void Every_end_date_says_whether_its_last_day_counts(FactPack pack)
    {
        var ends = Flatten(pack.Fields).Where(field => field.Type == FactType.Date && field.Name.EndsWith("end_date", StringComparison.Ordinal) || field.Name == "period_end");
        foreach (var end in ends)
            (end.LastDayCounts is null ^ end.LastDayCountsWhen is null).ShouldBeTrue(end.Name);
    }

    [TestCaseSource(nameof(Packs))]
    public void A_rule_for_the_last_day_names_values_of_a_field(FactPack pack)
    {
        foreach (var rule in pack.Fields.Select(field => field.LastDayCountsWhen).OfType<LastDayRule>())
            rule.Values.ShouldBeSubsetOf(pack.Fields.Single(field => field.Name == rule.Field).Values ?? []);
    }

    [TestCase("BillingCyclesPack", "period_end_date", null)]
    [TestCase("AssignmentPack", "end_date", true)]
    [TestCase("BundlePack", "end_date", true)]
    [TestCase("TaxRatesPack", "components.end_date", true)]
    [TestCase("TaxRatesPack", "components.holidays.end_date", true)]
    [TestCase("TaxRatesPack", "end_date", false)]
    [TestCase("DiscountPolicyPack", "end_date", false)]
    public void Last_days_count_as_the_legacy_tables_mean_them(string pack, string path, bool? counts)
    {
        IReadOnlyList<FactField> fields = Catalog.Packs.Single(candidate => candidate.Name == pack).Fields;
        var names = path.Split('.');
        foreach (var name in names[..^1])
            fields = fields.Single(field => field.Name == name).Fields!;
        fields.Single(field => field.Name == names[^1]).LastDayCounts.ShouldBe(counts);
    }

    [TestCase("PlanServiceConfigPack", "custom_rate_cents", FactType.Decimal)]
    [TestCase("CatalogPack", "default_rate_cents", FactType.Decimal)]
    [TestCase("PlanFixedConfigPack", "base_rate_cents", FactType.Cents)]
    [TestCase("BundlePack", "custom_rate_cents", FactType.Cents)]
    [TestCase("CompanyPack", "credit_balance_cents", FactType.Cents)]
    public void A_rate_is_a_decimal_and_an_amount_is_whole_cents(string pack, string field, FactType type) =>
        Catalog.Packs.Single(candidate => candidate.Name == pack).Fields.Single(candidate => candidate.Name == field).Type.ShouldBe(type);

    private static IEnumerable<FactField> Flatten(IEnumerable<FactField> fields) => fields.SelectMany(field => Flatten(field.Fields ?? []).Prepend(field));
}
