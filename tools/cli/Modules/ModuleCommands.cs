using System.CommandLine;
using System.Text.Json.Nodes;
using Billing.Cli.Golden;
using Spectre.Console;

namespace Billing.Cli.Modules;

/// <summary><c>module test DIR…</c>.</summary>
public static class ModuleCommands
{
    public static Command Create()
    {
        var command = new Command("module", "Try billing modules.");
        command.Subcommands.Add(Test());
        return command;
    }

    private static Command Test()
    {
        var folders = new Argument<string[]>("folder") { Description = "Module folders (with manifest.json, build/ and fixtures/), or folders of such folders.", Arity = ArgumentArity.OneOrMore };
        var record = new Option<bool>("--record") { Description = "Write what comes out, and its fuel, as what is expected from now on." };
        var command = CliCommand.Create(
            "test",
            """
            Run a module's fixtures on the engine that bills with it, under its limits.

            A fixture is a file fixtures/NAME.json: {"document": an input, "output": what is expected, "fuel": what that took}. The output must be the same to the byte, and the
            fuel not more than a fifth above what is recorded. --record fills in and renews output and fuel; look at the difference before you commit it.

            Exit code 0: all fixtures are as expected; 1: one is not; 2: a folder holds no module, is not built, or a file is no fixture.
            """,
            ["alga-billing module test tools/sdk/modules/hourly", "alga-billing module test tools/sdk/modules --json", "alga-billing module test my-module --record"],
            async (parse, cancellationToken) =>
            {
                var outcomes = await ModuleTestRun.ExecuteAsync(parse.GetValue(folders)!, parse.GetValue(record), cancellationToken).ConfigureAwait(false);
                if (parse.GetValue(CliCommand.Json))
                    Console.Out.WriteLine(new JsonArray([.. outcomes.Select(Json)]).ToJsonString(JsonText.Options));
                else
                    Write(outcomes);
                return outcomes.All(outcome => outcome.Difference is null) ? ExitCodes.Ok : ExitCodes.Negative;
            });
        command.Arguments.Add(folders);
        command.Options.Add(record);
        return command;
    }

    private static void Write(IReadOnlyList<FixtureOutcome> outcomes)
    {
        var table = Show.NewTable("Module", "Fixture", "", ">Charges", ">Fuel", ">a charge", ">Memory", ">Time");
        foreach (var outcome in outcomes)
        {
            table.AddRow(
                new Text(outcome.Module),
                new Text(outcome.Fixture.Name),
                outcome.Difference is null ? new Text("ok", new Style(Color.Green)) : new Text("differs", new Style(Color.Red)),
                new Text(Show.Count(outcome.Fixture.Charges)),
                new Text(Show.Count(outcome.Fuel)),
                new Text(Show.Count(outcome.Fuel / outcome.Fixture.Charges)),
                new Text(Show.Count(outcome.PeakMemoryBytes >> 10) + " KiB"),
                new Text(Show.Count((long)outcome.Duration.TotalMicroseconds) + " µs"));
        }

        AnsiConsole.Write(table);
        foreach (var outcome in outcomes.Where(outcome => outcome.Difference is not null))
            AnsiConsole.MarkupLineInterpolated($"  [red]{outcome.Module} {outcome.Fixture.Name}[/]: {outcome.Difference}");
    }

    private static JsonObject Json(FixtureOutcome outcome) => new()
    {
        ["module"] = outcome.Module,
        ["fixture"] = outcome.Fixture.Name,
        ["ok"] = outcome.Difference is null,
        ["difference"] = outcome.Difference,
        ["charges"] = outcome.Fixture.Charges,
        ["fuel"] = outcome.Fuel,
        ["recorded_fuel"] = outcome.Fixture.Fuel,
        ["peak_memory_bytes"] = outcome.PeakMemoryBytes,
        ["duration_us"] = (long)outcome.Duration.TotalMicroseconds,
    };
}
