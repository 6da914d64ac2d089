using System.CommandLine;
using Billing.Cli;
using Billing.Cli.Facts;
using Billing.Cli.Invoices;
using Billing.Cli.Modules;
using Billing.Cli.Parity;
using Billing.Cli.Previews;
using Billing.Cli.Runs;
using Billing.Cli.Sandbox;

var root = new RootCommand(
    """
    Billing Services from the command line.

    Exit codes: 0 done; 1 done, and the answer is no (failed companies, a mismatch); 2 bad usage or input; 3 not found; 4 conflict; 5 a service does not answer.
    """);
root.Options.Add(CliCommand.Json);
root.Subcommands.Add(RunCommands.Create());
root.Subcommands.Add(PreviewCommand.Create());
root.Subcommands.Add(InvoiceCommands.Create());
root.Subcommands.Add(FactsCommands.Create());
root.Subcommands.Add(ParityCommand.Create());
root.Subcommands.Add(ModuleCommands.Create());
root.Subcommands.Add(SandboxCommands.Create());
return await CommandLineApp.RunAsync(root, args).ConfigureAwait(false);
