using System.CommandLine;
using Billing.Contracts;
using Spectre.Console;

namespace Billing.Cli.Runs;

/// <summary><c>run status</c>: where a run stands, and with <c>--failures</c> every failed company.</summary>
public static class RunStatusCommand
{
    public static Command Create()
    {
        var id = RunCommands.RunArgument;
        var failures = new Option<bool>("--failures") { Description = "List every failed company with its error and the way out." };
        var command = CliCommand.Create(
            "status",
            "Show where a run stands.",
            ["alga-billing run status 0b9f6b5e-3c1d-4a58-9d3c-0d5b1c0f2a11 --tenant acme", "alga-billing run status 0b9f6b5e-3c1d-4a58-9d3c-0d5b1c0f2a11 --tenant acme --failures --json"],
            async (parse, cancellationToken) =>
            {
                var tenant = CommonOptions.TenantOf(parse);
                var json = parse.GetValue(CliCommand.Json);
                using var client = CommonOptions.ClientOf(parse);
                var run = await client.GetRunAsync(tenant, parse.GetValue(id), cancellationToken).ConfigureAwait(false);
                if (!parse.GetValue(failures))
                    return RunReport.Write(run, json);
                var failed = new List<RunCompanyView>();
                await foreach (var company in client.ListRunCompaniesAsync(tenant, run.RunId, CompanyOutcome.Failed, cancellationToken).ConfigureAwait(false))
                    failed.Add(company);
                if (json)
                    Show.Json(new Page<RunCompanyView>(failed, null), BillingJson.Default.PageRunCompanyView);
                else
                    WriteFailures(failed);
                return failed.Count == 0 ? ExitCodes.Ok : ExitCodes.Negative;
            });
        command.Arguments.Add(id);
        command.Options.Add(failures);
        return command.WithTenant();
    }

    private static void WriteFailures(IReadOnlyList<RunCompanyView> failed)
    {
        var table = Show.NewTable("Company", "Period", "Error", "What happened, and the way out");
        foreach (var company in failed)
        {
            table.Row(
                company.CompanyName ?? company.CompanyId,
                InclusivePeriod.Format(company.PeriodStart, company.PeriodEnd),
                company.Error?.Code ?? "",
                company.Error?.Message + (company.Error?.WayOut is { } wayOut ? Environment.NewLine + "-> " + wayOut : ""));
        }

        AnsiConsole.Write(table);
    }
}
