using System.Text.Json;

namespace Billing.Cli.Tests;

/// <summary>What a script sees: exit codes, JSON on standard output, one typed error on standard error.</summary>
public sealed class CommandTests
{
    [Test]
    public async Task Parity_of_matching_scenarios_ends_with_0_and_counts_in_JSON()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = await CommandLineProcess.RunAsync("parity", folder.Write("a.jsonl", Scenario.Json().Line()), "--json", "--out", folder.Path("out.jsonl"));

        exitCode.ShouldBe(0, error);
        var charges = JsonDocument.Parse(output).RootElement.GetProperty("families").GetProperty("fixed").GetProperty("charges");
        (charges.GetProperty("strict").GetInt32(), charges.GetProperty("strict_matched").GetInt32(), charges.GetProperty("all").GetInt32(), charges.GetProperty("all_matched").GetInt32())
            .ShouldBe((1, 1, 1, 1));
        JsonDocument.Parse(await File.ReadAllTextAsync(folder.Path("out.jsonl"))).RootElement.GetProperty("actual").GetProperty("total_cents").GetInt64().ShouldBe(10_000);
    }

    [Test]
    public async Task Parity_of_a_strict_scenario_that_differs_ends_with_1_and_names_it()
    {
        using var folder = new TemporaryFolder();
        var json = Scenario.Json();
        json["expected"]!["charges"]![0]!["total_cents"] = 9_000;
        var file = folder.Write("a.jsonl", json.Line());

        var (exitCode, output, _) = await CommandLineProcess.RunAsync("parity", file, "--json");
        exitCode.ShouldBe(1);
        var mismatch = JsonDocument.Parse(output).RootElement.GetProperty("families").GetProperty("fixed").GetProperty("mismatches").EnumerateArray().Single();
        (mismatch.GetProperty("id").GetString(), mismatch.GetProperty("part").GetString()).ShouldBe(("fixed-1", "charges"));
        mismatch.GetProperty("expected")[0].GetProperty("net_cents").GetInt64().ShouldBe(9_000);
        mismatch.GetProperty("actual")[0].GetProperty("net_cents").GetInt64().ShouldBe(10_000);

        var (_, text, _) = await CommandLineProcess.RunAsync("parity", file);
        text.ShouldContain("fixed-1");
        text.ShouldContain("Not every strict scenario matches.");
    }

    [Test]
    public async Task A_line_that_is_not_JSON_ends_with_2_and_the_other_lines_are_compared()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = await CommandLineProcess.RunAsync("parity", folder.Write("a.jsonl", "{ nonsense", Scenario.Json().Line()), "--json");

        exitCode.ShouldBe(2);
        JsonDocument.Parse(error).RootElement.GetProperty("subject").GetString().ShouldBe("a.jsonl:1");
        JsonDocument.Parse(output).RootElement.GetProperty("families").GetProperty("fixed").GetProperty("charges").GetProperty("strict_matched").GetInt32().ShouldBe(1);
    }

    [Test]
    public async Task Modules_that_are_not_built_are_named_with_how_to_build_them()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = await CommandLineProcess.RunAsync(
            new Dictionary<string, string> { ["BILLING_MODULES"] = folder.Path("nowhere") }, "parity", folder.Write("a.jsonl", Scenario.Json().Line()));

        exitCode.ShouldBe(2);
        error.ShouldContain(folder.Path("nowhere"));
        error.ShouldContain("tools/build");
    }

    [TestCase("parity", "no-such-file.jsonl")]
    [TestCase("parity")]
    [TestCase("facts", "load", "no-such-file.jsonl", "--tenant", "t")]
    [TestCase("facts", "load", "--copies", "many")]
    [TestCase("invoice", "manual", "no-such-file.json", "--tenant", "t", "--company", "c", "--reference", "PO-17")]
    [TestCase("invoice", "manual", "no-such-file.json", "--tenant", "t", "--company", "c")]
    public async Task Bad_usage_ends_with_2_and_one_typed_error(params string[] arguments)
    {
        var (exitCode, output, error) = await CommandLineProcess.RunAsync([.. arguments, "--json"]);

        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        JsonDocument.Parse(error).RootElement.GetProperty("code").GetString().ShouldBe("request.invalid");
    }

    [TestCase("""{"description":"Cable"}""", "$", "is not of its type")]
    [TestCase("""[{"description":"Cable","quantity":"1","rate_cents":"180"},{"description":"Cable","quantity":"1","rate_cents":180}]""", "$[1].rate_cents", "the value at $[1].rate_cents is not of its type")]
    [TestCase("""[{"description":"Cable","quanttiy":"1","rate_cents":"180"}]""", "$[0].quanttiy", "$[0].quanttiy is not a member of it")]
    [TestCase("""[{"description":"Cable","quantity":"1"}]""", "$[0]", "it lacks 'rate_cents'")]
    public async Task A_file_that_holds_no_items_ends_with_2_and_names_the_place(string items, string subject, string why)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = await CommandLineProcess.RunAsync(
            "invoice", "manual", folder.Write("items.json", items), "--tenant", "t", "--company", "c", "--reference", "PO-17", "--url", "http://127.0.0.1:9", "--json");

        exitCode.ShouldBe(2);
        var answer = JsonDocument.Parse(error).RootElement;
        (answer.GetProperty("code").GetString(), answer.GetProperty("subject").GetString()).ShouldBe(("request.invalid", subject));
        answer.GetProperty("message").GetString()!.ShouldContain(why);
    }

    [Test]
    public async Task Facts_cannot_be_loaded_where_nothing_answers()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = await CommandLineProcess.RunAsync(
            "facts", "load", folder.Write("a.jsonl", Scenario.Json().Line()), "--tenant", "t", "--url", "http://127.0.0.1:9", "--json");

        exitCode.ShouldBe(5);
        JsonDocument.Parse(error).RootElement.GetProperty("code").GetString().ShouldBe("service.unavailable");
    }

    [TestCase("parity")]
    [TestCase("facts", "load")]
    public async Task Help_shows_examples(params string[] command)
    {
        var (exitCode, output, _) = await CommandLineProcess.RunAsync([.. command, "--help"]);

        exitCode.ShouldBe(0);
        output.ShouldContain("alga-billing " + string.Join(' ', command) + " samples/golden/");
    }
}
