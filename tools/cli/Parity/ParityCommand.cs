using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Billing.Cli.Golden;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary><c>parity FILE…</c>: bills golden files in this process and compares with what the legacy engine billed.</summary>
public static class ParityCommand
{
    private const string Standard = "standard";

    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Golden files, one JSON scenario a line, gzipped or not.", Arity = ArgumentArity.OneOrMore };
        var profile = new Option<string>("--profile") { Description = "Policy profile to bill with: standard or legacy.", DefaultValueFactory = _ => Standard };
        var output = new Option<string?>("--out") { Description = "Write one line a scenario to this file: {\"id\":…,\"family\":…,\"actual\":{…}}, actual in the shape of golden's expected." };
        var command = CliCommand.Create(
            "parity",
            """
            Bill golden scenarios in this process, with the rating, sandbox and tax code of the services and without them, and compare with what the legacy engine billed.
            A scenario is strict in a part where no known quirk of the legacy engine touches it. Values match to one cent, lists as multisets, an error matches any error.

            Exit code 0: every strict scenario matches; 1: one does not; 2: a file or a line of it could not be read (the others were).
            """,
            [
                "alga-billing parity samples/golden/fixed.jsonl.gz",
                "alga-billing parity samples/golden/*.jsonl.gz --json",
                "alga-billing parity samples/golden/fixed.jsonl.gz --profile legacy --out actual.jsonl",
            ],
            async (parse, cancellationToken) =>
            {
                var json = parse.GetValue(CliCommand.Json);
                var name = parse.GetValue(profile)!;
                var paths = parse.GetValue(files)!;
                GoldenFile.RequireReadable(paths);
                var watch = Stopwatch.StartNew();
                var report = await RunAsync(paths, name, parse.GetValue(output), cancellationToken).ConfigureAwait(false);
                if (json)
                    Console.Out.WriteLine(ParityReportJson.Of(report, name, watch.Elapsed).ToJsonString(JsonText.Options));
                else
                    ParityReportText.Write(report, watch.Elapsed);
                foreach (var error in report.Errors)
                    CliCommand.WriteError(error, json);
                return report.Errors.Count > 0 ? ExitCodes.Usage : report.StrictMatched ? ExitCodes.Ok : ExitCodes.Negative;
            });
        command.Arguments.Add(files);
        command.Options.Add(profile);
        command.Options.Add(output);
        return command;
    }

    private static async Task<ParityReport> RunAsync(string[] files, string profile, string? output, CancellationToken cancellationToken)
    {
        try
        {
            var run = new ParityRun(profile, token => ScenarioRating.StartAsync(FirstPartyModules.Load(), profile, token));
            var writer = output is null ? null : Create(output);
            await using (writer)
                return await run.RunAsync(files, writer, cancellationToken).ConfigureAwait(false);
        }
        catch (BillingException exception)
        {
            throw new CliException(exception.Error, ExitCodes.Usage);
        }
    }

    private static StreamWriter Create(string path)
    {
        try
        {
            return new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"The file {path} cannot be written: {exception.Message}", "Name another one with --out.", path);
        }
    }
}
