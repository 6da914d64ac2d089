using Spectre.Console;

namespace Billing.Cli.Parity;

/// <summary>A parity report for people: a table by family and part, and the ids that do not match.</summary>
internal static class ParityReportText
{
    /// <param name="strictOnly">Name only the scenarios in which a correct engine must match; the table counts all.</param>
    public static void Write(ParityReport report, TimeSpan elapsed, bool strictOnly = false)
    {
        var table = Show.NewTable("Family", "Part", ">Strict", ">matched", ">All", ">matched");
        foreach (var (name, family) in report.Families)
        {
            foreach (var (part, tally) in family.Parts)
            {
                table.AddRow(
                    new Text(name),
                    new Text(part.Name()),
                    new Text(Show.Count(tally.Strict)),
                    new Text(Show.Count(tally.StrictMatched), new Style(tally.StrictMatched == tally.Strict ? Color.Green : Color.Red)),
                    new Text(Show.Count(tally.All)),
                    new Text(Show.Count(tally.AllMatched)));
            }
        }

        AnsiConsole.Write(table);
        foreach (var (name, family) in report.Families)
        {
            foreach (var part in family.Parts.Keys)
            {
                WriteIds($"{name} {part.Name()}: strict and different", "red", family.Mismatches.Where(mismatch => mismatch.Part == part && mismatch.IsStrict));
                if (!strictOnly)
                    WriteIds($"{name} {part.Name()}: different, and not strict", "grey", family.Mismatches.Where(mismatch => mismatch.Part == part && !mismatch.IsStrict));
            }
        }

        AnsiConsole.MarkupLineInterpolated($"  {Verdict(report)} [grey]{Show.Duration(elapsed)}[/]");
    }

    private static string Verdict(ParityReport report) => report.StrictMatched ? "Every strict scenario matches." : "Not every strict scenario matches.";

    private static void WriteIds(string title, string colour, IEnumerable<ParityMismatch> mismatches)
    {
        var ids = mismatches.Select(mismatch => mismatch.Id).ToArray();
        if (ids.Length == 0)
            return;
        AnsiConsole.MarkupLine($"  [{colour}]{Markup.Escape(title)} ({Show.Count(ids.Length)})[/]");
        AnsiConsole.Write(new Padder(new Text(string.Join(' ', ids)), new Padding(4, 0, 0, 1)));
    }
}
