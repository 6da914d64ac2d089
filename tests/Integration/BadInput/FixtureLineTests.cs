using System.IO.Compression;
using Billing.Integration.Tests.Processes;

namespace Billing.Integration.Tests.BadInput;

/// <summary>A golden file with a line that is not JSON: the line is named, the other lines are loaded.</summary>
[NonParallelizable]
public sealed class FixtureLineTests
{
    private const string Tenant = "bad-lines";
    private string _file = null!;

    private static BillingHouse House => BadInputHouse.House;

    [OneTimeSetUp]
    public async Task Write_three_lines()
    {
        _file = Path.Combine(Directory.CreateTempSubdirectory("billing-lines-").FullName, "three.jsonl");
        var sample = Path.Combine(BillingHouse.Root, "samples", "golden", "fixed.jsonl.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(sample), CompressionMode.Decompress));
        await File.WriteAllLinesAsync(_file, [(await reader.ReadLineAsync())!, "this is not JSON", (await reader.ReadLineAsync())!]);
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Test]
    public async Task Loading_names_the_line_and_loads_the_others()
    {
        var (exitCode, output) = await House.RunCliAsync("facts", "load", _file, "--tenant", Tenant);

        exitCode.ShouldBe(2, output);
        output.ShouldContain("Loaded 2 companies of 2 scenarios into tenant bad-lines.");
        ShouldNameTheLine(output);
        (await House.Database.ScalarAsync<long>("select count(*) from facts.company_pack where tenant_id = @Tenant", new { Tenant })).ShouldBe(2);
        (await House.Database.ScalarAsync<long>("select count(*) from facts.billing_cycles_pack where tenant_id = @Tenant and not is_closed", new { Tenant })).ShouldBe(2);
    }

    [Test]
    public async Task Parity_names_the_line_and_compares_the_others()
    {
        var (exitCode, output) = await House.RunCliAsync("parity", _file);

        exitCode.ShouldBe(2, output);
        output.ShouldContain("Every strict scenario");
        ShouldNameTheLine(output);
    }

    private void ShouldNameTheLine(string output)
    {
        var lines = output.Split('\n');
        lines.Where(line => line.StartsWith("error ", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldBe($"error fact.invalid: {_file} line 2 is not JSON: 'this is not JSON' is an invalid JSON literal. Expected the literal 'true' (byte 2).");
        lines.ShouldContain("  way out: Correct the line or remove it; the other lines were read.");
    }
}
