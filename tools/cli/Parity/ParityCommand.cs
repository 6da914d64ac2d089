using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Billing.Cli.Golden;
using Billing.Cli.Parity.Attribution;
using Billing.Contracts;
using Billing.Rating;

namespace Billing.Cli.Parity;

/// <summary><c>parity FILE…</c>: bills golden files in this process and compares with what the legacy engine billed.</summary>
public static class ParityCommand
{
    private const string Standard = "standard";
    private const string Legacy = "legacy";

    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Golden files, one JSON scenario a line, gzipped or not.", Arity = ArgumentArity.OneOrMore };
        var profile = new Option<string?>("--profile") { Description = "Policy profile to bill with: standard (the default) or legacy." };
        var output = new Option<string?>("--out") { Description = "Write one line a scenario to this file: {\"id\":…,\"family\":…,\"actual\":{…}}, actual in the shape of golden's expected." };
        var explain = new Option<bool>("--explain") { Description = "Name the policies that account for each difference between profile standard and the profile of --profile (here legacy unless you name another)." };
        var command = CliCommand.Create(
            "parity",
            """
            Bill golden scenarios in this process, with the rating, sandbox and tax code of the services and without them, and compare with what the legacy engine billed.
            A scenario is strict in a part where no known quirk of the legacy engine touches it. Values match to one cent, lists as multisets, an error matches any error.

            Exit code 0: every strict scenario matches; 1: one does not; 2: a file or a line of it could not be read (the others were).

            With --explain the two profiles are compared with each other, in every cent of every line, tax and total, and in the outcome: single policies are tried first, then the
            full difference is shrunk to a set from which none can be left out. Exit code 0: every difference is explained; 1: one is not.
            """,
            [
                "alga-billing parity samples/golden/fixed.jsonl.gz",
                "alga-billing parity samples/golden/*.jsonl.gz --json",
                "alga-billing parity samples/golden/fixed.jsonl.gz --profile legacy --out actual.jsonl",
                "alga-billing parity samples/golden/fixed.jsonl.gz --explain",
            ],
            async (parse, cancellationToken) =>
            {
                var json = parse.GetValue(CliCommand.Json);
                var paths = parse.GetValue(files)!;
                GoldenFile.RequireReadable(paths);
                using var billing = new ScenarioBilling(FirstPartyModules.Load);
                try
                {
                    return parse.GetValue(explain)
                        ? await ExplainAsync(billing, paths, parse.GetValue(profile) ?? Legacy, json, cancellationToken).ConfigureAwait(false)
                        : await CompareAsync(billing, paths, parse.GetValue(profile) ?? Standard, parse.GetValue(output), json, cancellationToken).ConfigureAwait(false);
                }
                catch (BillingException exception)
                {
                    throw new CliException(exception.Error, ExitCodes.Usage);
                }
            });
        command.Arguments.Add(files);
        command.Options.Add(profile);
        command.Options.Add(output);
        command.Options.Add(explain);
        return command;
    }

    private static async Task<int> CompareAsync(ScenarioBilling billing, string[] files, string profile, string? output, bool json, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var run = new ParityRun(profile, billing);
        var writer = output is null ? null : Create(output);
        ParityReport report;
        await using (writer)
            report = await run.RunAsync(files, writer, cancellationToken).ConfigureAwait(false);
        if (json)
            Console.Out.WriteLine(ParityReportJson.Of(report, profile, watch.Elapsed).ToJsonString(JsonText.Options));
        else
            ParityReportText.Write(report, watch.Elapsed);
        return ExitCode(report.Errors, json, report.StrictMatched);
    }

    private static async Task<int> ExplainAsync(ScenarioBilling billing, string[] files, string profile, bool json, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var report = await new AttributionRun(Standard, profile, billing).RunAsync(files, cancellationToken).ConfigureAwait(false);
        if (json)
            Console.Out.WriteLine(AttributionReportJson.Of(report, watch.Elapsed).ToJsonString(JsonText.Options));
        else
            AttributionReportText.Write(report, watch.Elapsed);
        return ExitCode(report.Errors, json, report.IsFull);
    }

    private static int ExitCode(IList<BillingError> errors, bool json, bool isGood)
    {
        foreach (var error in errors)
            CliCommand.WriteError(error, json);
        return errors.Count > 0 ? ExitCodes.Usage : isGood ? ExitCodes.Ok : ExitCodes.Negative;
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
