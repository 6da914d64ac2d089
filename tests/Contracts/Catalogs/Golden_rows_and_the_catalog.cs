using System.IO.Compression;
using System.Text.Json;
using Billing.Rating;

namespace Billing.Contracts.Tests;

/// <summary>Packs, fields and keys of the catalog on every row that the legacy engine billed.</summary>
[TestFixture]
internal sealed class Golden_rows_and_the_catalog
{
    /// <summary>Packs that golden names otherwise, and fields that loaders add.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal) { ["BucketUsagePack"] = "BucketStatePack" };

    private static readonly HashSet<string> Added = new(StringComparer.Ordinal) { "item_id", "sequence", "end_convention", "is_closed", "period_end_date" };

    private static readonly Dictionary<string, FactPack> Packs = Catalogs.Facts.Packs.ToDictionary(pack => pack.Name, StringComparer.Ordinal);

    private static IEnumerable<TestCaseData> Files() => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "golden"), "*.gz").Order(StringComparer.Ordinal)
        .Select(path => new TestCaseData(path).SetArgDisplayNames(Path.GetFileName(path)));

    [TestCaseSource(nameof(Files))]
    public void Keys_are_unique_and_fields_are_known(string path)
    {
        var rows = 0;
        foreach (var (scenario, pack, table) in Tables(path))
        {
            foreach (var row in table)
            {
                Check(pack.Fields, row, $"{scenario} {pack.Name}");
                rows++;
            }

            if (!pack.Key.Any(Added.Contains))
                table.Select(row => string.Join('|', pack.Key.Select(field => row.GetProperty(field).ToString()))).ShouldBeUnique($"{scenario} {pack.Name}");
        }

        rows.ShouldBePositive();
    }

    private static void Check(IReadOnlyList<FactField> fields, JsonElement row, string place)
    {
        row.EnumerateObject().Select(member => member.Name).Except(fields.Select(field => field.Name), StringComparer.Ordinal).ShouldBeEmpty(place);
        foreach (var field in fields)
        {
            var isGiven = row.TryGetProperty(field.Name, out var value) && value.ValueKind != JsonValueKind.Null;
            (isGiven || field.Nullable || Added.Contains(field.Name)).ShouldBeTrue($"{place}.{field.Name} has no value");
            if (isGiven)
                CheckValue(field, value, $"{place}.{field.Name}");
        }
    }

    private static void CheckValue(FactField field, JsonElement value, string place)
    {
        switch (field.Type)
        {
            case FactType.Text:
                (field.Values ?? [value.GetString()!]).ShouldContain(value.GetString()!, place);
                break;
            case FactType.Integer or FactType.Cents:
                value.TryGetInt64(out _).ShouldBeTrue(place);
                break;
            case FactType.Decimal:
                value.TryGetDecimal(out _).ShouldBeTrue(place);
                break;
            case FactType.Boolean:
                value.ValueKind.ShouldBeOneOf([JsonValueKind.True, JsonValueKind.False], place);
                break;
            case FactType.Date:
                DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", out _).ShouldBeTrue(place);
                break;
            case FactType.Instant:
                value.TryGetDateTimeOffset(out _).ShouldBeTrue(place);
                break;
            case FactType.Json:
                foreach (var item in value.EnumerateArray())
                    Check(field.Fields!, item, place);
                break;
            default:
                throw new InvalidOperationException($"{place} has the type {field.Type}, which this test does not know.");
        }
    }

    private static IEnumerable<(string Scenario, FactPack Pack, List<JsonElement> Rows)> Tables(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var scenario = JsonElement.Parse(line);
            foreach (var section in new[] { "facts", "events" })
            {
                if (!scenario.TryGetProperty(section, out var packs))
                    continue;
                foreach (var pack in packs.EnumerateObject())
                    yield return (scenario.GetProperty("id").GetString()!, Packs[Renamed.GetValueOrDefault(pack.Name, pack.Name)], [.. pack.Value.EnumerateArray()]);
            }
        }
    }
}
