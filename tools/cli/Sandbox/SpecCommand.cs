using System.CommandLine;
using Billing.Cli.Golden;
using Billing.Sandbox.Engine;

namespace Billing.Cli.Sandbox;

/// <summary><c>sandbox spec DIR</c>: the official WebAssembly suite on this engine.</summary>
public static class SpecCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "A folder of scripts as wast2json writes them, or one script." };
        var command = CliCommand.Create(
            "spec",
            """
            Run the official WebAssembly test suite on the engine of this build.

            The folder holds the suite converted by wast2json (Debian's package wabt): a .json file per .wast file, and the modules beside it. Folders below it are searched too.
            Skipped are modules in the text format, which an engine does not read, and what needs a feature that this engine refuses by design; they are counted apart.

            Ends with 0 when nothing failed, with 1 when something did or the scripts hold no command, with 2 when a file could not be read (the others were run).
            """,
            [
                "for file in *.wast; do wast2json \"$file\" -o \"out/${file%.wast}.json\"; done && alga-billing sandbox spec out",
                "alga-billing sandbox spec out --json",
                "alga-billing sandbox spec out/fac.json",
            ],
            async (parse, cancellationToken) =>
            {
                var json = parse.GetValue(CliCommand.Json);
                var scripts = SpecScripts.Find(parse.GetValue(folder)!);
                using var engine = new CilWasmEngine(new WasmEngineOptions { Threads = 1 });
                var run = await SpecRun.ExecuteAsync(engine, scripts, cancellationToken).ConfigureAwait(false);
                if (json)
                    Console.Out.WriteLine(SpecRunJson.Of(run).ToJsonString(JsonText.Options));
                else
                    SpecRunText.Write(run);
                foreach (var error in run.Errors)
                    CliCommand.WriteError(error, json);
                return run.Errors.Count > 0 ? ExitCodes.Usage : run is { Failed: 0, Commands: > 0 } ? ExitCodes.Ok : ExitCodes.Negative;
            });
        command.Arguments.Add(folder);
        return command;
    }
}
