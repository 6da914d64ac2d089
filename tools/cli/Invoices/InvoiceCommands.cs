using System.CommandLine;

namespace Billing.Cli.Invoices;

/// <summary><c>invoice show|list</c>.</summary>
public static class InvoiceCommands
{
    public static Command Create()
    {
        var command = new Command("invoice", "Show and list issued invoices.");
        command.Subcommands.Add(InvoiceShowCommand.Create());
        command.Subcommands.Add(InvoiceListCommand.Create());
        return command;
    }
}
