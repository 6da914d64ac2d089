using System.CommandLine;

namespace Billing.Cli.Facts;

/// <summary><c>facts load</c>.</summary>
public static class FactsCommands
{
    public static Command Create()
    {
        var command = new Command("facts", "Load facts into the system's own fact source.");
        command.Subcommands.Add(FactsLoadCommand.Create());
        return command;
    }
}
