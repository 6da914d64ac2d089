using System.Globalization;
using Billing.Cli.Api;
using Billing.Contracts;
using Spectre.Console;

namespace Billing.Cli.Runs;

/// <summary>A run on paper: where it stands, what came out, which companies failed and why.</summary>
public static class RunReport
{
    private const int ShownPerFailure = 2;

    public static int Write(RunView run, bool json)
    {
        if (json)
        {
            Show.Json(run, BillingJson.Default.RunView);
            return ExitCodes.Ok;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        Line("run", run.RunId.ToString());
        Line("state", Show.State(run.State) + (run.Counts.Open > 0 ? $", {Show.Count(run.Counts.Open)} companies open" : ""));
        Line("mode", Show.Mode(run.Mode) + (run.PreviewRunId is { } preview ? $" of preview {preview}" : ""));
        Line("companies", Companies(run));
        Line("total", Show.Money(run.Counts.TotalCents));
        Line("as of", run.AsOf.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        Line("pipeline", run.PipelineDigest);
        if (run.TraceId is not null)
            Line("trace", run.TraceId);
        if (run.CompletedAt is { } completed)
            Line("took", Show.Duration(completed - run.CreatedAt) + (run.CompaniesPerMinute is { } rate ? string.Create(CultureInfo.InvariantCulture, $" ({rate:N0} companies a minute)") : ""));
        AnsiConsole.Write(new Padder(grid, new Padding(2, 0, 0, 0)));
        return ExitCodes.Ok;

        void Line(string name, string value) => grid.AddRow(new Text(name, new Style(foreground: Color.Grey)), new Text(value));
    }

    /// <summary>The failed companies by error code, a few of each by name.</summary>
    public static async Task WriteFailuresAsync(BillingClient client, RunView run, CancellationToken cancellationToken)
    {
        if (run.Counts.Failed == 0)
            return;
        var failed = new List<RunCompanyView>();
        await foreach (var company in client.ListRunCompaniesAsync(run.TenantId, run.RunId, CompanyOutcome.Failed, cancellationToken).ConfigureAwait(false))
            failed.Add(company);
        var table = Show.NewTable("Failure", ">Companies", "For example");
        foreach (var code in failed.GroupBy(company => company.Error?.Code ?? ErrorCodes.Internal, StringComparer.Ordinal).OrderByDescending(group => group.Count()))
        {
            var examples = code.OrderBy(company => company.CompanyName, StringComparer.Ordinal).Take(ShownPerFailure).Select(Example);
            table.Row(code.Key, Show.Count(code.Count()), string.Join(Environment.NewLine, examples) + (code.Count() > ShownPerFailure ? Environment.NewLine + "…" : ""));
        }

        AnsiConsole.Write(table);
        var wayOut = failed.Select(company => company.Error?.WayOut).FirstOrDefault(way => way is not null);
        if (wayOut is not null)
            AnsiConsole.MarkupLineInterpolated($"  [grey]The others were billed. All failures:[/] alga-billing run status {run.RunId} --tenant {run.TenantId} --failures");
    }

    /// <summary>The error's message, which most often names the company.</summary>
    private static string Example(RunCompanyView company)
    {
        var name = company.CompanyName ?? company.CompanyId;
        var message = company.Error?.Message ?? "";
        return message.Contains(name, StringComparison.Ordinal) ? message : $"{name}: {message}";
    }

    private static string Companies(RunView run)
    {
        var counts = run.Counts;
        var parts = new List<string> { Show.Count(counts.Total), $"{Show.Count(counts.Succeeded)} {(run.Mode is RunMode.Final ? "issued" : "previewed")}" };
        if (counts.NothingToBill > 0)
            parts.Add($"{Show.Count(counts.NothingToBill)} with nothing to bill");
        if (counts.Failed > 0)
            parts.Add($"{Show.Count(counts.Failed)} failed");
        if (counts.Cancelled > 0)
            parts.Add($"{Show.Count(counts.Cancelled)} cancelled");
        return string.Join(", ", parts);
    }
}
