using System.Text.Json;

namespace Billing.Cli.Tests;

/// <summary><c>sandbox spec</c> as a script sees it.</summary>
public sealed class SandboxSpecTests
{
    [Test]
    public async Task The_official_suite_passes_and_is_counted()
    {
        using var folder = new TemporaryFolder();
        Wabt.ConvertScripts(Path.Combine(Repository.Root, "tests", "Sandbox", "spec-testsuite"), folder.Root);

        var (exitCode, output, error) = await CommandLineProcess.RunAsync("sandbox", "spec", folder.Root, "--json");

        exitCode.ShouldBe(0, output + error);
        var run = JsonDocument.Parse(output).RootElement;
        Counts(run).ShouldBe((16_413, 0, 513, 0));
        run.GetProperty("files").GetArrayLength().ShouldBe(64);
        var fac = run.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("file").GetString() is "fac.json");
        fac.GetProperty("passed").GetInt32().ShouldBe(8);
    }

    [Test]
    public async Task A_failure_ends_with_1_and_names_line_expected_and_actual()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "wrong.wast",
            """(module (func (export "one") (result i32) (i32.const 1)) (func (export "stop") unreachable))""",
            """(assert_return (invoke "one") (i32.const 2))""",
            """(assert_trap (invoke "stop") "integer overflow")""",
            """(assert_return (invoke "one") (i32.const 1))""");
        Wabt.ConvertScripts(folder.Root, folder.Root);

        var (exitCode, output, _) = await CommandLineProcess.RunAsync("sandbox", "spec", folder.Root, "--json");
        exitCode.ShouldBe(1);
        var run = JsonDocument.Parse(output).RootElement;
        Counts(run).ShouldBe((2, 2, 0, 0));
        var failures = run.GetProperty("files")[0].GetProperty("failures").EnumerateArray().ToArray();
        failures.Select(failure => failure.GetProperty("line").GetInt32()).ShouldBe([2, 3]);
        (failures[0].GetProperty("expected").GetString(), failures[0].GetProperty("actual").GetString()).ShouldBe(("i32 2 from one", "i32 1"));
        failures[1].GetProperty("actual").GetString()!.ShouldContain("trap.unreachable");

        var (_, text, _) = await CommandLineProcess.RunAsync("sandbox", "spec", folder.Root);
        text.ShouldContain("line 2, assert_return");
        text.ShouldContain("2 of 4 commands failed.");
    }

    [Test]
    public async Task A_script_of_skipped_commands_alone_ends_with_0_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write("text.json", """{"commands":[{"type":"assert_malformed","line":1,"filename":"text.0.wat","text":"unexpected token","module_type":"text"}]}""");

        var (exitCode, output, _) = await CommandLineProcess.RunAsync("sandbox", "spec", script);

        exitCode.ShouldBe(0);
        output.ShouldContain("all 1 commands were skipped");
    }

    [Test]
    public async Task A_script_without_a_command_ends_with_1()
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write("empty.json", """{"commands":[]}""");

        var (exitCode, output, _) = await CommandLineProcess.RunAsync("sandbox", "spec", script);

        exitCode.ShouldBe(1);
        output.ShouldContain("The scripts hold no command.");
    }

    [Test]
    public async Task A_file_that_wast2json_did_not_write_ends_with_2_and_the_others_are_run()
    {
        using var folder = new TemporaryFolder();
        folder.Write("good.wast", "(module)");
        Wabt.ConvertScripts(folder.Root, folder.Root);
        folder.Write("package.json", """{"name":"x"}""");

        var (exitCode, output, error) = await CommandLineProcess.RunAsync("sandbox", "spec", folder.Root, "--json");

        exitCode.ShouldBe(2);
        error.ShouldContain("wast2json");
        JsonDocument.Parse(error).RootElement.GetProperty("subject").GetString().ShouldBe("package.json");
        Counts(JsonDocument.Parse(output).RootElement).ShouldBe((1, 0, 0, 0));
    }

    [Test]
    public async Task What_cannot_be_run_is_named_with_the_way_to_convert_it()
    {
        using var empty = new TemporaryFolder();
        using var sources = new TemporaryFolder();
        var script = sources.Write("a.wast", "(module)");
        foreach (var path in new[] { empty.Root, sources.Root, script, empty.Path("nowhere") })
        {
            var (exitCode, output, error) = await CommandLineProcess.RunAsync("sandbox", "spec", path, "--json");

            exitCode.ShouldBe(2);
            output.ShouldBeEmpty();
            var problem = JsonDocument.Parse(error).RootElement;
            problem.GetProperty("code").GetString().ShouldBe("request.invalid");
            problem.GetProperty("message").GetString()!.ShouldContain(path);
            problem.GetProperty("way_out").GetString()!.ShouldContain("wast2json");
        }
    }

    private static (int Passed, int Failed, int Text, int Refused) Counts(JsonElement run) => (
        run.GetProperty("passed").GetInt32(),
        run.GetProperty("failed").GetInt32(),
        run.GetProperty("skipped_text").GetInt32(),
        run.GetProperty("skipped_refused").GetInt32());
}
