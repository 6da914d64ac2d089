using System.CommandLine;

namespace Billing.Cli.Runs;

/// <summary><c>run cancel</c>: no more batches are sent; what is in flight finishes.</summary>
public static class RunCancelCommand
{
    public static Command Create()
    {
        var id = RunCommands.RunArgument;
        var command = CliCommand.Create(
            "cancel",
            "Stop a run. Batches in flight finish; what they issue stays issued and is shown.",
            ["alga-billing run cancel 0b9f6b5e-3c1d-4a58-9d3c-0d5b1c0f2a11 --tenant acme"],
            async (parse, cancellationToken) =>
            {
                using var client = CommonOptions.ClientOf(parse);
                var run = await client.CancelRunAsync(CommonOptions.TenantOf(parse), parse.GetValue(id), cancellationToken).ConfigureAwait(false);
                return RunReport.Write(run, parse.GetValue(CliCommand.Json));
            });
        command.Arguments.Add(id);
        return command.WithTenant();
    }
}
