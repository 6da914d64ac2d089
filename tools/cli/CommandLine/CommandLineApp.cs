using System.CommandLine;
using Billing.Contracts;

namespace Billing.Cli;

/// <summary>Parses and runs a command line: bad usage is one typed error and exit code 2, never a page of help.</summary>
public static class CommandLineApp
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        Terminal.UseForOutput();
        var parse = root.Parse(args);
        var json = args.Contains(CliCommand.Json.Name, StringComparer.Ordinal);
        if (parse.Errors.Count > 0)
        {
            var command = string.Join(' ', Path(parse.CommandResult));
            CliCommand.WriteError(
                new BillingError(ErrorCodes.RequestInvalid, string.Join(' ', parse.Errors.Select(error => error.Message)), $"alga-billing {command} --help".Replace("  ", " ", StringComparison.Ordinal)),
                json);
            return ExitCodes.Usage;
        }

        try
        {
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outermost edge: whatever was not foreseen is one typed line, and the exit code says so.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CliCommand.WriteError(new BillingError(ErrorCodes.Internal, exception.Message, "This is a defect. BILLING_DEBUG=1 shows where it happened."), json);
            if (Environment.GetEnvironmentVariable("BILLING_DEBUG") is not null)
                await Console.Error.WriteLineAsync(exception.ToString()).ConfigureAwait(false);
            return ExitCodes.Internal;
        }
    }

    private static Stack<string> Path(System.CommandLine.Parsing.CommandResult result)
    {
        var names = new Stack<string>();
        for (var current = result; current?.Command is not (null or RootCommand); current = current.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(current.Command.Name);
        return names;
    }
}
