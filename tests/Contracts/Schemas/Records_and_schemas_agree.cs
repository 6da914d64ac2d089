using System.Text.Json.Serialization;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class Records_and_schemas_agree
{
    private static IEnumerable<TestCaseData> Records() => ContractTypes.Records.Select(type => new TestCaseData(type).SetArgDisplayNames(type.Name));

    private static IEnumerable<TestCaseData> Enums() => ContractTypes.Enums.Select(type => new TestCaseData(type).SetArgDisplayNames(type.Name));

    [TestCaseSource(nameof(Records))]
    [TestCaseSource(nameof(Enums))]
    public void Every_contract_type_has_one_schema(Type type) => SchemaSet.ByTitle[type.Name].Count().ShouldBe(1);

    [Test]
    public void Every_contract_type_crosses_a_boundary() =>
        ContractTypes.Kept.ShouldBe([typeof(CompanyCycle)], "a key that services share in code alone");

    [Test]
    public void Every_schema_of_a_record_has_its_record()
    {
        var unknown = SchemaSet.ByTitle.Select(group => group.Key).Where(title => ContractTypes.Named(title) is null);
        unknown.ShouldBe(["Common", "Page"], ignoreOrder: true);
    }

    [TestCaseSource(nameof(Records))]
    public void Members_are_the_same(Type type) =>
        JsonNames(type).ShouldBe(SchemaOf(type).Properties().Keys, ignoreOrder: true);

    [TestCaseSource(nameof(Records))]
    public void Required_members_are_the_same(Type type) =>
        ContractTypes.JsonOf(type).Properties.Where(property => property.IsRequired).Select(property => property.Name)
            .ShouldBe(SchemaOf(type).Names("required"), ignoreOrder: true);

    [TestCaseSource(nameof(Records))]
    public void What_may_be_absent_may_be_null_or_has_a_default(Type type)
    {
        var schemas = SchemaOf(type).Properties();
        foreach (var property in ContractTypes.JsonOf(type).Properties)
        {
            var hasDefault = schemas[property.Name].Has("default");
            property.IsSetNullable.ShouldBe(!property.IsRequired && !hasDefault, property.Name);
        }
    }

    [TestCaseSource(nameof(Records))]
    public void Members_have_the_same_type(Type type)
    {
        var schemas = SchemaOf(type).Properties();
        foreach (var property in ContractTypes.JsonOf(type).Properties)
            TypeAgreement.Check(property.PropertyType, schemas[property.Name], $"{type.Name}.{property.Name}");
    }

    [TestCaseSource(nameof(Records))]
    public void A_record_that_refuses_unknown_members_has_a_closed_schema(Type type)
    {
        if (ContractTypes.JsonOf(type).UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow)
            SchemaOf(type).IsClosed.ShouldBeTrue();
        else
            (SchemaOf(type).IsClosed && IsMessage(type)).ShouldBeFalse("messages grow");
    }

    [TestCaseSource(nameof(Enums))]
    public void Enum_values_are_the_same(Type type)
    {
        var names = type.GetFields().Where(field => field.IsLiteral)
            .Select(field => (JsonStringEnumMemberNameAttribute)Attribute.GetCustomAttribute(field, typeof(JsonStringEnumMemberNameAttribute))!);
        names.Select(attribute => attribute.Name).ShouldBe(SchemaOf(type).Names("enum"));
    }

    [Test]
    public void A_page_has_items_of_any_kind_and_a_cursor()
    {
        var page = SchemaSet.ByTitle["Page"].ShouldHaveSingleItem();
        JsonNames(typeof(Page<RunView>)).ShouldBe(page.Properties().Keys, ignoreOrder: true);
        page.Names("required").ShouldBe(["items"]);
    }

    private static bool IsMessage(Type type) => type.GetProperty("RunId") is not null && type != typeof(RunBilling);

    private static SchemaNode SchemaOf(Type type) => SchemaSet.ByTitle[type.Name].First();

    private static IEnumerable<string> JsonNames(Type type) => ContractTypes.JsonOf(type).Properties.Select(property => property.Name);
}
