using System.CommandLine;
using System.Globalization;
using Billing.Contracts;
using Spectre.Console;

namespace Billing.Cli.Runs;

/// <summary><c>run list</c>: the tenant's runs, newest first.</summary>
public static class RunListCommand
{
    public static Command Create()
    {
        var limit = new Option<int>("--limit") { Description = "At most this many.", DefaultValueFactory = _ => 20 };
        var after = new Option<string?>("--after") { Description = "Continue behind a page: its \"next\"." };
        var command = CliCommand.Create(
            "list",
            "List runs, newest first.",
            ["alga-billing run list --tenant acme", "alga-billing run list --tenant acme --limit 5 --json"],
            async (parse, cancellationToken) =>
            {
                using var client = CommonOptions.ClientOf(parse);
                var page = await client.ListRunsAsync(CommonOptions.TenantOf(parse), parse.GetValue(limit), parse.GetValue(after), cancellationToken).ConfigureAwait(false);
                if (parse.GetValue(CliCommand.Json))
                    Show.Json(page, BillingJson.Default.PageRunView);
                else
                    Write(page);
                return ExitCodes.Ok;
            });
        command.Options.Add(limit);
        command.Options.Add(after);
        return command.WithTenant();
    }

    private static void Write(Page<RunView> page)
    {
        var table = Show.NewTable("Run", "Mode", "State", ">Companies", ">Issued or previewed", ">Failed", ">Total", "Started");
        foreach (var run in page.Items)
        {
            table.Row(
                run.RunId.ToString(),
                Show.Mode(run.Mode),
                Show.State(run.State),
                Show.Count(run.Counts.Total),
                Show.Count(run.Counts.Succeeded),
                Show.Count(run.Counts.Failed),
                Show.Money(run.Counts.TotalCents),
                run.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        if (page.Next is not null)
            AnsiConsole.MarkupLineInterpolated($"  [grey]more:[/] --after {page.Next}");
    }
}
