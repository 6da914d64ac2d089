using System.CommandLine;
using Billing.Cli.Golden;
using Billing.Rating;
using Spectre.Console;

namespace Billing.Cli.Facts;

/// <summary><c>facts load FILE…</c>: puts golden scenarios into one tenant without mixing them. Loading again changes nothing.</summary>
public static class FactsLoadCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Golden files, one JSON scenario a line, gzipped or not.", Arity = ArgumentArity.OneOrMore };
        var copies = new Option<int>("--copies") { Description = "How many companies to make of each; further copies have new ids throughout.", DefaultValueFactory = _ => 1 };
        var command = CliCommand.Create(
            "load",
            """
            Load golden scenarios into a tenant. Regions are made unique per scenario (US-NY~fixed-0001), so that scenarios do not share tax rates; ids stay
            as they are, but for further copies. A line that cannot be read is reported and leaves the others alone (exit code 2).
            """,
            ["alga-billing facts load samples/golden/fixed.jsonl.gz --tenant demo", "alga-billing facts load samples/golden/*.jsonl.gz --tenant load-test --copies 10 --json"],
            async (parse, cancellationToken) =>
            {
                var count = parse.GetValue(copies);
                if (count < 1)
                    throw CliException.Usage("--copies makes no company.", "Give 1 or more.");
                var paths = parse.GetValue(files)!;
                GoldenFile.RequireReadable(paths);
                using var client = CommonOptions.ClientOf(parse);
                var tenant = CommonOptions.TenantOf(parse);
                var load = new FactsLoad(Catalogs.Facts, (pack, rows, token) => client.LoadFactsAsync(tenant, pack, rows, token));
                var report = await load.RunAsync(paths, count, cancellationToken).ConfigureAwait(false);
                if (parse.GetValue(CliCommand.Json))
                    Console.Out.WriteLine(FactsLoadReportJson.Of(report, tenant).ToJsonString(JsonText.Options));
                else
                    Write(report, tenant);
                foreach (var error in report.Errors)
                    CliCommand.WriteError(error, parse.GetValue(CliCommand.Json));
                return report.Errors.Count == 0 ? ExitCodes.Ok : ExitCodes.Usage;
            });
        command.Arguments.Add(files);
        command.Options.Add(copies);
        return command.WithTenant();
    }

    private static void Write(FactsLoadReport report, string tenant)
    {
        AnsiConsole.MarkupLineInterpolated($"Loaded [bold]{Show.Count(report.Companies)}[/] companies of {Show.Count(report.Scenarios)} scenarios into tenant [bold]{tenant}[/].");
        var table = Show.NewTable("Pack", ">Rows", ">Changed");
        foreach (var (pack, counts) in report.Packs)
            table.Row(pack, Show.Count(counts.Rows), Show.Count(counts.Changed));
        AnsiConsole.Write(table);
        if (report.Regions.Count > 0)
        {
            var first = report.Regions[0];
            AnsiConsole.MarkupLineInterpolated(
                $"  Regions are unique per scenario: [bold]{first.Region}[/] of {first.ScenarioId} became [bold]{first.LoadedAs}[/] ({Show.Count(report.Regions.Count)} in all).");
        }

        foreach (var renamed in report.Renamed)
            AnsiConsole.MarkupLineInterpolated($"  [yellow]{renamed}[/] has a company that another scenario has too; it was loaded under new ids.");
        if (report.Skipped > 0)
            AnsiConsole.MarkupLineInterpolated($"  [grey]{Show.Count(report.Skipped)} scenarios have no company to bill (taxcalc) and were left out.[/]");
    }
}
