using System.CommandLine;
using Billing.Cli.Comparison;

namespace Billing.Cli.Runs;

/// <summary><c>run start|status|watch|cancel|list|compare</c>.</summary>
public static class RunCommands
{
    public static Argument<Guid> RunArgument => new("run") { Description = "Run id." };

    public static Command Create()
    {
        var command = new Command("run", "Start, follow and cancel billing runs.");
        command.Subcommands.Add(RunStartCommand.Create());
        command.Subcommands.Add(RunStatusCommand.Create());
        command.Subcommands.Add(RunWatchCommand.Create());
        command.Subcommands.Add(RunCancelCommand.Create());
        command.Subcommands.Add(RunListCommand.Create());
        command.Subcommands.Add(RunCompareCommand.Create());
        return command;
    }
}
