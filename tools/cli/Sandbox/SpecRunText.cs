using System.Globalization;
using Billing.Sandbox.Spec;
using Spectre.Console;

namespace Billing.Cli.Sandbox;

/// <summary>A run of the suite for people: a table by file, what failed and where, what was refused and why.</summary>
internal static class SpecRunText
{
    public static void Write(SpecRun run)
    {
        var table = Show.NewTable("File", ">Passed", ">Failed", ">Skipped: text", ">refused by design");
        foreach (var file in run.Files)
            AddRow(table, file.File, file.Passed, file.Failed, file.SkippedText, file.SkippedRefused);
        AddRow(table, "Total", run.Passed, run.Failed, run.SkippedText, run.SkippedRefused);
        AnsiConsole.Write(table);
        foreach (var file in run.Files.Where(file => file.Failed > 0))
            WriteFailures(file);
        WriteRefusals(run);
        AnsiConsole.MarkupLineInterpolated($"  {Verdict(run)} [grey]{run.Engine}, {Show.Duration(run.Elapsed)}[/]");
    }

    private static void AddRow(Table table, string name, int passed, int failed, int text, int refused) => table.AddRow(
        new Text(name),
        new Text(Show.Count(passed)),
        new Text(Show.Count(failed), new Style(failed == 0 ? Color.Green : Color.Red)),
        new Text(Show.Count(text)),
        new Text(Show.Count(refused)));

    private static void WriteFailures(SpecReport file)
    {
        AnsiConsole.MarkupLineInterpolated($"  [red]{file.File}[/]");
        foreach (var failure in file.Failures)
            AnsiConsole.Write(new Padder(new Text(Paragraph(failure)), new Padding(4, 0, 0, 0)));
        AnsiConsole.WriteLine();
    }

    private static string Paragraph(SpecFailure failure) =>
        string.Create(CultureInfo.InvariantCulture, $"line {failure.Line}, {failure.Command}\n  expected {failure.Expected}\n  got      {failure.Actual}");

    private static void WriteRefusals(SpecRun run)
    {
        var refusals = run.Files.SelectMany(file => file.Refused).GroupBy(refusal => refusal.Key, refusal => refusal.Value, StringComparer.Ordinal).ToArray();
        if (refusals.Length == 0)
            return;
        AnsiConsole.MarkupLine("  [bold]Refused by design[/]");
        foreach (var refusal in refusals)
            AnsiConsole.MarkupLineInterpolated($"    {Show.Count(refusal.Sum())} commands: {refusal.Key}");
        AnsiConsole.WriteLine();
    }

    private static string Verdict(SpecRun run) => run switch
    {
        { Failed: > 0 } => $"{Show.Count(run.Failed)} of {Show.Count(run.Passed + run.Failed)} commands failed.",
        { Commands: 0 } => "The scripts hold no command.",
        { Passed: 0 } => $"Nothing failed and nothing was run: all {Show.Count(run.Commands)} commands were skipped.",
        _ => $"All {Show.Count(run.Passed)} commands passed.",
    };
}
