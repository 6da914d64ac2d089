using System.CommandLine;
using System.Diagnostics;
using Billing.Cli.Golden;
using Billing.Cli.Parity;
using Billing.Cli.Runs;
using Spectre.Console;

namespace Billing.Cli.Comparison;

/// <summary><c>run compare</c>: the invoices of a tenant against what a legacy engine billed, and a final run against its preview.</summary>
public static class RunCompareCommand
{
    public static Command Create()
    {
        var id = RunCommands.RunArgument;
        var files = new Argument<string[]>("files") { Description = "Golden files the tenant was loaded from.", Arity = ArgumentArity.OneOrMore };
        var copies = new Option<int>("--copies") { Description = "As given to facts load.", DefaultValueFactory = _ => 1 };
        var command = CliCommand.Create(
            "compare",
            "Compare a run with what the legacy engine billed, and a final run with the preview it committed. Exit 1 when a strict scenario or a document differs.",
            ["alga-billing run compare 0b9f6b5e-3c1d-4a58-9d3c-0d5b1c0f2a11 samples/golden/fixed.jsonl.gz --tenant demo"],
            async (parse, cancellationToken) =>
            {
                var tenant = CommonOptions.TenantOf(parse);
                var names = parse.GetValue(files)!;
                GoldenFile.RequireReadable(names);
                using var client = CommonOptions.ClientOf(parse);
                var run = await client.GetRunAsync(tenant, parse.GetValue(id), cancellationToken).ConfigureAwait(false);
                var comparison = new RunComparison(client, tenant);
                var started = Stopwatch.GetTimestamp();
                var agreement = run.PreviewRunId is null ? null : await comparison.WithPreviewAsync(run, cancellationToken).ConfigureAwait(false);
                var books = await comparison.BooksAsync(cancellationToken).ConfigureAwait(false);
                var report = await comparison.WithLegacyAsync(run, names, parse.GetValue(copies), cancellationToken).ConfigureAwait(false);
                if (parse.GetValue(CliCommand.Json))
                {
                    Console.Out.WriteLine(ParityReportJson.Of(report, "as pinned by the run", Stopwatch.GetElapsedTime(started)).ToJsonString());
                }
                else
                {
                    if (agreement is not null)
                        Write(agreement);
                    Write(books);
                    ParityReportText.Write(report, Stopwatch.GetElapsedTime(started), strictOnly: true);
                }

                return report.StrictMatched && books.BilledTwice == 0 && agreement is not { Different.Count: > 0 } ? ExitCodes.Ok : ExitCodes.Negative;
            });
        command.Arguments.Add(id);
        command.Arguments.Add(files);
        command.Options.Add(copies);
        return command.WithTenant();
    }

    private static void Write(TenantBooks books)
    {
        if (books.BilledTwice == 0)
            AnsiConsole.MarkupLineInterpolated($"  {Show.Count(books.Invoices)} invoices for {Show.Count(books.Invoices)} billing cycles: [green]nobody is billed twice.[/]");
        else
            AnsiConsole.MarkupLineInterpolated($"  [red]{Show.Count(books.BilledTwice)} billing cycles have more than one invoice.[/]");
    }

    private static void Write(PreviewAgreement agreement)
    {
        if (agreement.Issued == 0)
            AnsiConsole.MarkupLine("  Nothing new was issued: whoever was due has an invoice from an earlier run, or cannot be billed yet.");
        else if (agreement.Different.Count == 0)
            AnsiConsole.MarkupLineInterpolated($"  [green]All {Show.Count(agreement.Issued)} issued documents are byte for byte the previewed ones[/] [grey](by SHA-256).[/]");
        else
            AnsiConsole.MarkupLineInterpolated($"  [red]{Show.Count(agreement.Different.Count)} of {Show.Count(agreement.Issued)} issued documents differ from their preview:[/] {string.Join(' ', agreement.Different.Take(10))}");
    }
}
