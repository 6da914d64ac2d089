using System.CommandLine;

namespace Billing.Cli.Invoices;

/// <summary><c>invoice show|list|manual</c>.</summary>
public static class InvoiceCommands
{
    public static Command Create()
    {
        var command = new Command("invoice", "Show and list issued invoices, and make one by hand.");
        command.Subcommands.Add(InvoiceShowCommand.Create());
        command.Subcommands.Add(InvoiceListCommand.Create());
        command.Subcommands.Add(InvoiceManualCommand.Create());
        return command;
    }
}
