using System.CommandLine;

namespace Billing.Cli.Sandbox;

/// <summary><c>sandbox spec</c>.</summary>
public static class SandboxCommands
{
    public static Command Create()
    {
        var command = new Command("sandbox", "Examine the WebAssembly engine that modules run in.");
        command.Subcommands.Add(SpecCommand.Create());
        return command;
    }
}
