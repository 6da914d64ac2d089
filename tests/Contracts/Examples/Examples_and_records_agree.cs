using System.Text;
using System.Text.Json;
using Billing.Rating;

namespace Billing.Contracts.Tests;

[TestFixture]
internal sealed class Examples_and_records_agree
{
    private static IEnumerable<TestCaseData> Valid() => Cases(file => file is { IsInvalid: false, IsFactRow: false });

    private static IEnumerable<TestCaseData> Invalid() => Cases(file => file is { IsInvalid: true, IsFactRow: false });

    private static IEnumerable<TestCaseData> ValidRows() => Cases(file => file is { IsInvalid: false, IsFactRow: true });

    [TestCaseSource(nameof(Valid))]
    public void A_record_writes_back_what_it_read(ExampleFile file)
    {
        var expected = CanonicalJson.Canonicalize(file.LeavesDefaultsOut ? file.WithDefaults() : file.Bytes);
        var record = JsonSerializer.Deserialize(file.Bytes, file.Json);
        var written = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(record, file.Json));
        Encoding.UTF8.GetString(written).ShouldBe(Encoding.UTF8.GetString(expected));
    }

    [TestCaseSource(nameof(Invalid))]
    public void What_a_schema_refuses_a_record_refuses_where_its_types_can(ExampleFile file)
    {
        if (SeenByTheSchemaAlone.Contains(file.ToString()))
            Should.NotThrow(() => JsonSerializer.Deserialize(file.Bytes, file.Json), "its record refuses it too: take it off the list");
        else
            Should.Throw<JsonException>(() => JsonSerializer.Deserialize(file.Bytes, file.Json)).Path.ShouldNotBeNull();
    }

    [TestCaseSource(nameof(ValidRows))]
    public void A_row_has_a_canonical_form(ExampleFile file) =>
        CanonicalJson.IsCanonical(CanonicalJson.Canonicalize(file.Bytes)).ShouldBeTrue();

    [Test]
    public void Every_record_with_a_schema_of_its_own_has_an_example()
    {
        var shown = ExampleFile.All.Where(file => !file.IsInvalid).Select(file => file.Schema).ToHashSet(StringComparer.Ordinal);
        SchemaSet.Files.Keys.Select(file => file[..^".schema.json".Length]).Where(name => name is not "common" && !shown.Contains(name)).ShouldBeEmpty();
    }

    private static IEnumerable<TestCaseData> Cases(Func<ExampleFile, bool> wanted) =>
        ExampleFile.All.Where(wanted).Select(file => new TestCaseData(file).SetArgDisplayNames(file.ToString()));
}
