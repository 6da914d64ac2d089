using System.CommandLine;

namespace Billing.Cli.Runs;

/// <summary><c>run watch</c>: follows a run to its end.</summary>
public static class RunWatchCommand
{
    public static Command Create()
    {
        var id = RunCommands.RunArgument;
        var command = CliCommand.Create(
            "watch",
            "Follow a run to its end; exit 1 when companies failed or it was cancelled.",
            ["alga-billing run watch 0b9f6b5e-3c1d-4a58-9d3c-0d5b1c0f2a11 --tenant acme"],
            async (parse, cancellationToken) =>
            {
                using var client = CommonOptions.ClientOf(parse);
                var run = await client.GetRunAsync(CommonOptions.TenantOf(parse), parse.GetValue(id), cancellationToken).ConfigureAwait(false);
                return await RunWatch.FollowAsync(client, run, parse.GetValue(CliCommand.Json), cancellationToken).ConfigureAwait(false);
            });
        command.Arguments.Add(id);
        return command.WithTenant();
    }
}
