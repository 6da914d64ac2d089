using System.CommandLine;
using System.Text.Json;
using Billing.Contracts;
using Spectre.Console;

namespace Billing.Cli;

/// <summary>What every command shares: <c>--json</c>, examples in its help, and errors as one typed line (or one JSON object) on standard error.</summary>
public static class CliCommand
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Write one JSON document to standard output instead of text.", Recursive = true };

    /// <summary>A command whose action returns an exit code; <paramref name="examples"/> are shown in its help.</summary>
    public static Command Create(string name, string description, string[] examples, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        var command = new Command(name, WithExamples(description, examples));
        command.SetAction((parse, cancellationToken) => RunAsync(parse, action, cancellationToken));
        return command;
    }

    public static string WithExamples(string description, string[] examples) =>
        description + Environment.NewLine + Environment.NewLine + "Examples:" + Environment.NewLine + string.Join(Environment.NewLine, examples.Select(example => "  " + example));

    private static async Task<int> RunAsync(ParseResult parse, Func<ParseResult, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action(parse, cancellationToken).ConfigureAwait(false);
        }
        catch (CliException exception)
        {
            WriteError(exception.Error, parse.GetValue(Json));
            return exception.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    public static void WriteError(BillingError error, bool json)
    {
        if (json)
        {
            Console.Error.WriteLine(JsonSerializer.Serialize(error, BillingJson.Default.BillingError));
            return;
        }

        Terminal.Error.MarkupLineInterpolated($"[red]error[/] [bold]{error.Code}[/]: {error.Message}");
        if (error.WayOut is not null)
            Terminal.Error.MarkupLineInterpolated($"  way out: {error.WayOut}");
    }
}
