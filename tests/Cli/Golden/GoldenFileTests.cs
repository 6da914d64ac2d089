using Billing.Cli.Golden;
using Billing.Contracts;

namespace Billing.Cli.Tests.Golden;

public sealed class GoldenFileTests
{
    [Test]
    public void A_file_is_unpacked_when_it_is_gzipped_whatever_its_name()
    {
        using var folder = new TemporaryFolder();
        var packed = folder.WriteGzip("plain.jsonl", Scenario.Json().Line());
        var plain = folder.Write("packed.jsonl.gz", Scenario.Json().Line());

        GoldenFile.Read(packed).Single().Scenario!.Id.ShouldBe("fixed-1");
        GoldenFile.Read(plain).Single().Scenario!.Id.ShouldBe("fixed-1");
    }

    [Test]
    public void A_line_that_is_not_JSON_is_named_with_file_and_number_and_the_others_are_read()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("some.jsonl", Scenario.Json("a").Line(), "", "{\"id\": \"b\",", Scenario.Json("c").Line());

        var lines = GoldenFile.Read(file).ToArray();

        lines.Select(line => line.Scenario?.Id).ShouldBe(["a", null, "c"]);
        var error = lines[1].Error.ShouldNotBeNull();
        (error.Code, error.Subject).ShouldBe((ErrorCodes.FactInvalid, "some.jsonl:3"));
        error.Message.ShouldStartWith($"{file} line 3 is not JSON: ");
        error.WayOut.ShouldNotBeNull();
    }

    [TestCase("""[1, 2]""", "'id'")]
    [TestCase("""{ "family": "fixed", "context": {} }""", "'id'")]
    [TestCase("""{ "id": "x", "context": {} }""", "'family'")]
    [TestCase("""{ "id": "x", "family": "fixed" }""", "'context'")]
    [TestCase("""{ "id": "x", "family": "fixed", "context": {}, "facts": { "PlanPack": [1] } }""", "'facts.PlanPack'")]
    public void A_line_that_is_not_a_scenario_says_what_it_lacks(string line, string names)
    {
        using var folder = new TemporaryFolder();

        GoldenFile.Read(folder.Write("some.jsonl", line)).Single().Error.ShouldNotBeNull().Message.ShouldContain(names);
    }

    [Test]
    public void A_packed_file_that_breaks_off_gives_the_lines_before_and_an_error()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Repository.Golden("taxcalc"));
        File.WriteAllBytes(folder.Path("cut.gz"), whole[..(whole.Length / 2)]);

        var lines = GoldenFile.Read(folder.Path("cut.gz")).ToArray();

        lines.Count(line => line.Scenario is not null).ShouldBeGreaterThan(10);
        lines[^1].Error.ShouldNotBeNull().Code.ShouldBe(ErrorCodes.FactInvalid);
    }

    [TestCase("fixed", 280)]
    [TestCase("taxcalc", 105)]
    [TestCase("mixed", 280)]
    public void Every_line_of_the_samples_is_a_scenario(string family, int scenarios)
    {
        var lines = GoldenFile.Read(Repository.Golden(family)).ToArray();

        lines.ShouldAllBe(line => line.Error == null);
        lines.Length.ShouldBe(scenarios);
    }
}
